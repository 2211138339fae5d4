import { isFields, type Call, type Fields, type Value } from './call.js';

/** A statement as it is written: a call, or SQL. */
export interface Line {
  readonly comments: readonly string[];
  readonly sql: string;
  readonly call?: Call | undefined;
}

/**
 * Joins calls as one would write them: constraints and comments of a new table into its columns, and neighbouring
 * columns of one table into one call.
 */
export function foldCalls(lines: readonly Line[]): readonly Line[] {
  const folded: Line[] = [];
  for (const line of lines) {
    const place = placeFor(folded, line);
    if (place === undefined) folded.push(line);
    else folded[place.index] = place.line;
  }
  return folded.map(asOneOrMany);
}

interface Place {
  readonly index: number;
  readonly line: Line;
}

function placeFor(folded: readonly Line[], { call, comments }: Line): Place | undefined {
  if (!call) return undefined;
  const index = folded.findLastIndex(
    (one) => one.call?.method === 'createTable' && isOfTable(one.call, call),
  );
  const table = folded[index];
  const joined = comments.length === 0 && table?.call && intoTable(table.call, call, folded.slice(index + 1));
  if (table && joined) return { index, line: { ...table, call: joined } };
  const last = folded.at(-1);
  const both = last?.call && together(last.call, call);
  return last && both
    ? { index: folded.length - 1, line: { ...last, call: both, comments: [...last.comments, ...comments] } }
    : undefined;
}

function isOfTable({ args: [one] }: Call, { args: [other] }: Call): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function intoTable(table: Call, call: Call, between: readonly Line[]): Call | undefined {
  const [name, columns, ...rest] = table.args;
  if (!isFields(columns) || rest.length > 0 || name === undefined) return undefined;
  const change = columnChange(call, tableName(name), between);
  const column = change && columns[change.column];
  if (!change || !isFields(column) || Object.keys(change.options).some((key) => key in column))
    return undefined;
  const { notNull, ...others } = column;
  const isKey = 'primaryKey' in change.options;
  const options = { ...others, ...(notNull === undefined || isKey ? {} : { notNull }), ...change.options };
  return { ...table, args: [name, { ...columns, [change.column]: options }] };
}

function tableName(name: Value): string {
  const text = isFields(name) ? name.name : name;
  return typeof text === 'string' ? text : '';
}

interface ColumnChange {
  readonly column: string;
  readonly options: Fields;
}

function columnChange(
  { method, args }: Call,
  table: string,
  between: readonly Line[],
): ColumnChange | undefined {
  const [, name, options] = args;
  if (typeof name !== 'string' || !isFields(options)) return undefined;
  if (method === 'alterColumn') {
    const { comment, ...rest } = options;
    const isComment = typeof comment === 'string' && Object.keys(rest).length === 0;
    return isComment ? { column: name, options: { comment } } : undefined;
  }
  if (method !== 'addConstraint' || Object.keys(options).length > 1) return undefined;
  return keyColumn(name, options, table) ?? referenceColumn(name, options, { table, between });
}

/** A constraint of one column that has the name which PostgreSQL would give it. */
function keyColumn(name: string, { primaryKey, unique }: Fields, table: string): ColumnChange | undefined {
  if (typeof primaryKey === 'string' && name === `${table}_pkey`)
    return { column: primaryKey, options: { primaryKey: true } };
  if (typeof unique === 'string' && name === `${table}_${unique}_key`)
    return { column: unique, options: { unique: true } };
  return undefined;
}

function referenceColumn(
  name: string,
  { foreignKeys, check }: Fields,
  { table, between }: { readonly table: string; readonly between: readonly Line[] },
): ColumnChange | undefined {
  if (typeof check === 'string' && name.startsWith(`${table}_`) && name.endsWith('_check'))
    return { column: name.slice(table.length + 1, -'_check'.length), options: { check } };
  if (!isFields(foreignKeys)) return undefined;
  const { columns, ...options } = foreignKeys;
  const isUsual = typeof columns === 'string' && name === `${table}_${columns}_fkey`;
  // A table that is created later cannot be referred to yet.
  if (!isUsual || between.some(({ call }) => call?.method === 'createTable')) return undefined;
  return { column: columns, options };
}

/** Columns that are added to, or dropped from, one table one after the other. */
function together(one: Call, other: Call): Call | undefined {
  if (one.method !== other.method || !isOfTable(one, other)) return undefined;
  const [table, first] = one.args;
  const [, second] = other.args;
  if (table === undefined || first === undefined || second === undefined) return undefined;
  if (one.method === 'addColumn' && isFields(first) && isFields(second))
    return { ...one, args: [table, { ...first, ...second }] };
  if (one.method === 'dropColumn') return { ...one, args: [table, [first, second].flat()] };
  return undefined;
}

/** `addColumns` and `dropColumns` take several. */
function asOneOrMany(line: Line): Line {
  const [, columns] = line.call?.args ?? [];
  const count = isFields(columns) ? Object.keys(columns).length : Array.isArray(columns) ? columns.length : 0;
  const { call } = line;
  if (!call || count < 2 || !['addColumn', 'dropColumn'].includes(call.method)) return line;
  return { ...line, call: { ...call, method: `${call.method}s` } };
}
