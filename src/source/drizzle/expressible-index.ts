import { withAttribute } from '../../catalog/model/attribute.js';
import { splitList } from '../../catalog/model/list-syntax.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { isSameAttribute } from '../../catalog/model/same-attribute.js';

/** An index as `pg_get_indexdef` prints it. */
interface DividedIndex {
  /** `CREATE UNIQUE INDEX name ON public.users USING btree`. */
  readonly head: string;
  readonly columns: readonly string[];
  /** ` INCLUDE (…)`. */
  readonly include: string;
  /** ` NULLS NOT DISTINCT`. */
  readonly nulls: string;
  /** ` WITH (…)` and ` WHERE …`. */
  readonly rest: string;
}

function divide(definition: string): DividedIndex {
  const start = / USING (?:"(?:[^"]|"")*"|\w+) (?=\()/u.exec(definition);
  const open = start ? start.index + start[0].length : definition.indexOf('(');
  const close = endOfGroup(definition, open);
  const tail = definition.slice(close);
  const include = tail.startsWith(' INCLUDE (') ? tail.slice(0, endOfGroup(tail, ' INCLUDE '.length)) : '';
  const nulls = /^ NULLS NOT DISTINCT/u.exec(tail.slice(include.length))?.[0] ?? '';
  return {
    head: definition.slice(0, open).trimEnd(),
    columns: splitList(definition.slice(open + 1, close - 1)),
    include,
    nulls,
    rest: tail.slice(include.length + nulls.length),
  };
}

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/gu;

/** The index after the parenthesis that closes the one at `open`. */
function endOfGroup(text: string, open: number): number {
  let depth = 0;
  for (const { 0: found, index } of text.slice(open).matchAll(token)) {
    if (found === '(') depth += 1;
    if (found === ')') depth -= 1;
    if (depth === 0) return open + index + found.length;
  }
  return text.length;
}

const name = String.raw`(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)`;

/** What follows a column or an expression: a collation, and an operator class with its parameters. */
const collation = new RegExp(String.raw` COLLATE ${name}(?:\.${name})?`, 'u');
const parameters = new RegExp(
  String.raw`(?<= ${name}(?:\.${name})?) \([^()]*\)(?= (?:ASC|DESC|NULLS)\b|$)`,
  'u',
);

function withoutParameters(column: string): string {
  return column.replace(collation, '').replace(parameters, '');
}

/** Whether Drizzle has no words for part of an index, though a text in ``sql`…` `` can hold some of them. */
export function isInexpressibleIndex({ attributes, parent }: CatalogObject): boolean {
  if (parent?.kind !== 'table') return parent?.kind !== 'constraint';
  const { head, include, nulls, columns } = divide(String(attributes.definition));
  const isPlain = include === '' && nulls === '' && !head.includes(' ON ONLY ');
  return !isPlain || columns.some((column) => withoutParameters(column) !== column);
}

/** The index that is wanted where `described` is what Drizzle makes of it; see `mergeConstraint`. */
export function mergeIndex(present: CatalogObject, described: CatalogObject): CatalogObject {
  const [was, is] = [present, described].map(({ attributes }) => divide(String(attributes.definition))) as [
    DividedIndex,
    DividedIndex,
  ];
  if (isSameIndex(was, is)) return present;
  const { head, columns, rest } = is;
  const definition = `${head} (${columns.join(', ')})${is.include || was.include}${is.nulls || was.nulls}${rest}`;
  return { ...present, attributes: withAttribute(present.attributes, 'definition', definition) };
}

function isSameIndex(was: DividedIndex, is: DividedIndex): boolean {
  const isSame = (one: string, other: string) =>
    isSameAttribute({ kind: 'index', attribute: 'definition' }, one, other);
  return (
    was.head.replace(' ON ONLY ', ' ON ') === is.head.replace(' ON ONLY ', ' ON ') &&
    isSame(was.rest, is.rest) &&
    (is.include === '' || is.include === was.include) &&
    (is.nulls === '' || is.nulls === was.nulls) &&
    was.columns.length === is.columns.length &&
    was.columns.every((column, at) => {
      const described = is.columns[at] ?? '';
      return isSame(column, described) || isSame(withoutParameters(column), described);
    })
  );
}
