import { neighbourhoodDiagram, overviewDiagrams } from '../../../src/schema-docs/mermaid/er-diagram.js';
import { column, manyTables, oddNames, reference, schema, table } from './support/schema.js';

/**
 * The lines that Mermaid 10.5 and later accept according to their grammar of entity relationship diagrams
 * (`erDiagram.jison`), restricted to two names of an entity and three parts of an attribute.
 */
const name = String.raw`(?:[A-Za-z][A-Za-z0-9_]+|"[^"%\\\r\n\v\x08]+")`;
const text = String.raw`"[^"\r\n~%;#<>&\\]+"`;
const grammar = {
  relation: new RegExp(String.raw`^  ${name} (?:\|\||\|o)--(?:o\{|o\|) ${name} : ${text}$`),
  entity: new RegExp(String.raw`^  ${name}(?: \{)?$`),
  attribute: new RegExp(
    String.raw`^    (?!(?:pk|fk|uk)\b)[A-Za-z_][A-Za-z0-9_()[\]]* (?!(?:pk|fk|uk)\b)[A-Za-z_][A-Za-z0-9_]*` +
      String.raw`(?: (?:PK|FK|UK)(?:, (?:PK|FK|UK))*)?(?: ${text})?$`,
    'i',
  ),
  end: /^ {2}\}$/,
};

function refused(diagram: string): readonly string[] {
  const [head, ...lines] = diagram.split('\n');
  const unknown = lines.filter((line) => !Object.values(grammar).some((rule) => rule.test(line)));
  return head === 'erDiagram' ? unknown : [head ?? '', ...unknown];
}

function only(model: Parameters<typeof overviewDiagrams>[0]): string {
  const [diagram, ...others] = overviewDiagrams(model);
  expect(others).toEqual([]);
  return diagram?.mermaid ?? '';
}

describe('the Mermaid diagram of a schema', () => {
  it('shows tables with columns, keys and relations', () => {
    const users = table('public.users', {
      columns: [
        column('id', { type: 'bigint', keys: ['primary key'] }),
        column('email', { type: 'character varying(255)', keys: ['unique'] }),
      ],
    });
    const profiles = table('app.profiles', {
      columns: [
        column('user_id', { type: 'bigint', keys: ['primary key', 'foreign key'] }),
        column('seen_at', { type: 'timestamp(3) with time zone' }),
        column('price', { type: 'numeric(10,2)' }),
      ],
    });
    const key = reference('app.profiles', 'public.users', { columns: ['user_id'], children: 'zero or one' });
    expect(only(schema([users, profiles], [key]))).toBe(
      [
        'erDiagram',
        '  users ||--o| "app.profiles" : "user_id"',
        '  "app.profiles" {',
        '    bigint user_id PK, FK',
        '    timestamptz(3) seen_at',
        '    numeric(10_2) price "numeric(10,2)"',
        '  }',
        '  users {',
        '    bigint id PK',
        '    varchar(255) email UK',
        '  }',
      ].join('\n'),
    );
  });

  it.each([
    ['exactly one', 'zero or more', '||--o{'],
    ['zero or one', 'zero or more', '|o--o{'],
    ['exactly one', 'zero or one', '||--o|'],
    ['zero or one', 'zero or one', '|o--o|'],
  ] as const)('draws %s parent with %s children as %s', (parents, children, line) => {
    const key = reference('public.orders', 'public.users', { parents, children });
    expect(only(schema([table('public.users'), table('public.orders')], [key]))).toContain(
      `  users ${line} orders : "id"`,
    );
  });

  it.each([
    ['character varying(10)', 'varchar(10)', undefined],
    ['timestamp without time zone', 'timestamp', undefined],
    ['double precision', 'float8', undefined],
    ['text[]', 'text[]', undefined],
    ['interval day to second(3)', 'interval_day_to_second(3)', 'interval day to second(3)'],
    ['public.mood', 'mood', undefined],
    ['app.mood', 'app_mood', 'app.mood'],
    ['"char"', '_char_', '″char″'],
    ['public."日本"', '_', '″日本″'],
    ['public.pk', '_pk', 'pk'],
  ])('prints the type %s as %s', (type, word, remark) => {
    const diagram = only(schema([table('public.t_t', { columns: [column('c', { type })] })]));
    expect(diagram.split('\n')[2]).toBe(`    ${word} c${remark === undefined ? '' : ` "${remark}"`}`);
  });

  it.each(oddNames)('conforms to the grammar with tables and columns named %j', (odd) => {
    const columns = [
      column(odd, { type: `public.${odd}[]`, keys: ['primary key', 'foreign key', 'unique'] }),
    ];
    const tables = [table(`public.${odd}`, { columns }), table(`${odd}.${odd}`, { columns })];
    const key = reference(`public.${odd}`, `${odd}.${odd}`, { columns: [odd, odd] });
    const model = schema(tables, [key]);
    expect(refused(only(model))).toEqual([]);
    expect(model.relations.flatMap((one) => refused(neighbourhoodDiagram(one, model) ?? ''))).toEqual([]);
  });

  it('distinguishes tables whose escaped names are equal', () => {
    const diagram = only(schema([table('public."a<b"'), table('public."a‹b"')]));
    expect(diagram).toContain('"a‹b" {');
    expect(diagram).toContain('"a‹b (2)" {');
  });

  it('shows all 40 tables of a schema in one diagram that GitHub renders', () => {
    const diagram = only(manyTables(40));
    expect(diagram.match(/^ {2}\S+ \{$/gm)?.length).toBe(40);
    expect(diagram.length).toBeLessThan(50_000);
    expect(refused(diagram)).toEqual([]);
  });

  it('is split into several parts for more tables, each of which GitHub renders', () => {
    const diagrams = overviewDiagrams(manyTables(240));
    expect(diagrams.length).toBeGreaterThan(5);
    expect(diagrams.filter(({ mermaid }) => mermaid.length > 50_000)).toEqual([]);
    expect(diagrams.flatMap(({ mermaid }) => refused(mermaid))).toEqual([]);
    expect(new Set(diagrams.map(({ title }) => title)).size).toBe(diagrams.length);
  });

  it('omits columns if it would otherwise be too long', () => {
    const columns = Array.from({ length: 400 }, (_, number) =>
      column(`a_rather_long_name_of_a_column_${number}`),
    );
    const tables = ['a_a', 'b_b', 'c_c'].map((one) => table(`public.${one}`, { columns }));
    expect(only(schema(tables))).toBe('erDiagram\n  a_a\n  b_b\n  c_c');
  });
});

describe('the Mermaid diagram of one table', () => {
  const key = reference('public.orders', 'public.users');
  const model = schema([table('public.users'), table('public.orders'), table('public.alone')], [key]);
  const of = (wanted: string) => {
    const found = model.relations.find(({ name: one }) => one === wanted);
    return found && neighbourhoodDiagram(found, model);
  };

  it('shows its columns and the names of its neighbours', () => {
    expect(of('public.users')).toBe(
      'erDiagram\n  users ||--o{ orders : "id"\n  users {\n    integer id PK\n  }\n  orders',
    );
  });

  it('does not exist for a table without neighbours', () => {
    expect(of('public.alone')).toBeUndefined();
  });

  it('does not exist for a table with more neighbours than a diagram can show', () => {
    const names = Array.from({ length: 31 }, (_, number) => `public.child_${number}`);
    const hub = table('public.hub');
    const keys = names.map((child) => reference(child, 'public.hub'));
    const crowded = schema([hub, ...names.map((child) => table(child))], keys);
    const [first] = crowded.relations.filter(({ name: one }) => one === 'public.hub');
    expect(first && neighbourhoodDiagram(first, crowded)).toBeUndefined();
  });
});
