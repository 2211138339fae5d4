import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { drawSchema, type Drawing } from '../../../src/schema-docs/diagram/drawings.js';
import { svgFile } from '../../../src/schema-docs/diagram/finish-svg.js';
import { loadGraphviz, type Draw } from '../../../src/schema-docs/diagram/render-svg.js';
import { shades } from '../../../src/schema-docs/diagram/theme.js';
import { column, manyTables, oddNames, reference, schema, table } from './support/schema.js';

let draw: Draw;

beforeAll(async () => {
  draw = await loadGraphviz();
});

function only(model: Parameters<typeof drawSchema>[0]): Drawing {
  const [drawing, ...others] = drawSchema(model, draw);
  expect(others).toEqual([]);
  if (!drawing) throw new Error('nothing was drawn');
  return drawing;
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

function isWellFormed(xml: string): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the successor would be another package for one line
  return XMLValidator.validate(xml) === true;
}

/** The elements of a drawing in their order. */
function elementsOf(svg: string): readonly Element[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    htmlEntities: true,
    trimValues: false,
  });
  return flatten(parser.parse(svg) as Node[]);
}

/** The children of an element are under its name, its attributes under `:@`; a text is under `#text`. */
type Node = Readonly<Record<string, unknown>>;

function flatten(nodes: readonly Node[]): readonly Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const children = node[name] as readonly Node[];
    const text = children.map((child) => (child['#text'] as string | undefined) ?? '').join('');
    const given = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>);
    const attributes = Object.fromEntries(given.map(([key, value]) => [key.replace('@_', ''), value]));
    return [{ name, attributes, text }, ...flatten(children)];
  });
}

/** The visible texts of a drawing. */
function textsOf({ svg }: Drawing): readonly string[] {
  return elementsOf(svg).flatMap(({ name, text }) => (name === 'text' ? [text] : []));
}

const twoTables = schema(
  [
    table('public.users', {
      columns: [
        column('id', { type: 'bigint', keys: ['primary key'] }),
        column('email', { type: 'character varying(255)', keys: ['unique'], nullable: true }),
      ],
    }),
    table('app.orders', {
      columns: [column('user_id', { type: 'bigint', keys: ['primary key', 'foreign key'] })],
    }),
  ],
  [reference('app.orders', 'public.users', { columns: ['user_id'] })],
);

describe('the drawing of a schema', () => {
  it('shows names, keys and types', () => {
    expect(textsOf(only(twoTables)).map((text) => text.trim())).toEqual([
      'app.orders',
      'PK',
      'FK',
      'user_id',
      'bigint',
      'users',
      'PK',
      'id',
      'bigint',
      'UK',
      'email',
      'varchar(255) null',
    ]);
  });

  it('shows several keys of a column at the height of its name', () => {
    const elements = elementsOf(only(twoTables).svg).filter(({ name }) => name === 'text');
    const heights = elements.map(({ text, attributes }) => [text.trim(), attributes.y]);
    const [, heightOfName] = heights.find(([text]) => text === 'user_id') ?? [];
    expect(heights.slice(1, 4)).toEqual(['PK', 'FK', 'user_id'].map((text) => [text, heightOfName]));
  });

  it('links each table to its page', () => {
    const { svg } = only(twoTables);
    expect([...svg.matchAll(/ xlink:href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'index.html#t-app.orders',
      'index.html#t-users',
    ]);
    expect(elementsOf(svg).map(({ attributes }) => attributes.id)).toContain('diagram--t-users');
  });

  it.each([
    ['exactly one', 'zero or more', { polygons: 3, circles: 1 }],
    ['zero or one', 'zero or more', { polygons: 2, circles: 2 }],
    ['zero or one', 'zero or one', { polygons: 2, circles: 2 }],
  ] as const)(
    'ends a relation of %s parent and %s children in the corresponding symbols',
    (parents, children, signs) => {
      const key = reference('public.b', 'public.a', { parents, children });
      const { svg } = only(schema([table('public.a'), table('public.b')], [key]));
      const edge = /<g id="diagram&#45;e0" class="edge">[^]*?\n<\/g>\n<\/g>/.exec(svg)?.[0] ?? '';
      expect({
        polygons: edge.match(/<polygon/g)?.length,
        circles: edge.match(/<ellipse/g)?.length,
      }).toEqual(signs);
    },
  );

  it('is well-formed and escapes its text, for any names', () => {
    const columns = oddNames.map((name) => column(name, { type: `public.${name}` }));
    // The maximum number of tables in one drawing; the columns have all of the names.
    const names = oddNames.slice(0, 40);
    const tables = names.map((name) => table(`${name}.${name}`, { columns }));
    const keys = names.map((name) => reference(`${name}.${name}`, '"Users"."Users"', { columns: [name] }));
    const drawing = only(schema(tables, keys));
    const file = svgFile(drawing.svg, 'ours');
    expect(isWellFormed(file)).toBe(true);
    const elements = elementsOf(file);
    expect([...new Set(elements.map(({ name }) => name))].sort()).toEqual([
      'a',
      'ellipse',
      'g',
      'path',
      'polygon',
      'polyline',
      'style',
      'svg',
      'text',
      'title',
    ]);
    const attributes = elements.flatMap((element) => Object.entries(element.attributes));
    expect(attributes.filter(([name]) => /^on|^style$/i.test(name))).toEqual([]);
    const addresses = attributes.filter(([name]) => name.endsWith('href')).map(([, value]) => value);
    expect(addresses.filter((address) => !/^index\.html#t-[a-z0-9_.-]+$/.test(address))).toEqual([]);
    expect(textsOf(drawing)).toContain('</script><script>alert(1)</script>');
  });

  it('omits some columns without a key from a very wide table, and shows how many', () => {
    const columns = Array.from({ length: 60 }, (_, number) =>
      column(`c${number}`, { keys: number > 57 ? ['unique'] : [] }),
    );
    const texts = textsOf(only(schema([table('public.wide', { columns })])));
    expect(texts).toEqual(expect.arrayContaining(['c0', 'c27', 'c58', 'c59', '… 30 more']));
    expect(texts).not.toContain('c28');
  });

  it('does not differ between runs, and does not contain the version of Graphviz', () => {
    const { svg } = only(manyTables(30));
    expect(only(manyTables(30)).svg).toBe(svg);
    expect(svg).not.toMatch(/graphviz|<!--|<!DOCTYPE/i);
  });

  it('has a dark colour for every colour that it uses', () => {
    const { svg } = only(twoTables);
    const used = new Set(
      [...svg.matchAll(/(?:fill|stroke)="(#[0-9a-f]+|[a-z]+)"/g)].map(([, colour]) => colour),
    );
    const known = Object.values(shades).map(({ light }) => light);
    expect([...used].filter((colour) => colour !== 'none' && !known.some((one) => one === colour))).toEqual(
      [],
    );
    const file = svgFile(svg, 'ours');
    expect(known.filter((colour) => !file.includes(`[fill="${colour}"]`))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });

  it('shows 40 tables in one diagram, with all of their columns', () => {
    const texts = textsOf(only(manyTables(40)));
    expect(texts.filter((text) => /^(billing\.)?table_\d+$/.test(text)).length).toBe(40);
    expect(texts.filter((text) => text === 'created_at').length).toBe(40);
  });

  it('is accompanied by an overview of all names if there are several diagrams', () => {
    const drawings = drawSchema(manyTables(240), draw);
    const [overview, ...parts] = drawings;
    expect(overview?.name).toBe('diagram');
    expect(parts.length).toBeGreaterThan(5);
    const names = overview ? textsOf(overview).filter((text) => /^(billing\.)?table_\d+$/.test(text)) : [];
    expect(new Set(names).size).toBe(240);
    expect(new Set(drawings.map(({ name }) => name)).size).toBe(drawings.length);
    expect(drawings.filter(({ svg }) => !isWellFormed(svg))).toEqual([]);
  });
});
