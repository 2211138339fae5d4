import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import { printed } from '../../database/text-conversion.js';
import { readTableFacts } from '../../rows/read-table-facts.js';
import type { ColumnFacts, TableFacts } from '../../rows/table-facts.js';
import type { LoadStatement } from './load-statement.js';

/** Shares of what an application does most: it reads. */
const weights = { read: 8, update: 3, insert: 1 } as const;

/** Rows of each table that are read and written. */
const sampledRows = 200;

/**
 * Reads and writes of the tables: a row by its key, an update that changes no value, and an insert of a copy of a row
 * that conflicts with it. They take the locks of an application, whatever the rows are.
 */
export async function generateLoad(
  session: Session,
  tables: readonly string[],
): Promise<readonly LoadStatement[]> {
  const facts = await readTableFacts(session, tables);
  const asked = [...facts.values()].filter(({ name, kind }) => tables.includes(name) && kind !== 'other');
  const found: LoadStatement[] = [];
  for (const table of asked) {
    const conditions = await sampleConditions(session, table);
    if (conditions.length > 0) found.push(...statementsOf(table, conditions));
  }
  return found;
}

const ESTIMATE = `
  SELECT greatest(c.reltuples, 0)::pg_catalog.float8 AS rows FROM pg_catalog.pg_class AS c WHERE c.oid = $1`;

/** Conditions that find one row each by its key. */
async function sampleConditions(
  session: Session,
  { oid, name, primaryKey }: TableFacts,
): Promise<readonly string[]> {
  if (primaryKey.length === 0) return ['true LIMIT 20'];
  const { rows: estimate } = await session.query<{ rows: number }>(ESTIMATE, [oid]);
  // Twice as many as are needed, as far as the estimate is right.
  const share = Math.min(100, (100 * 10 * sampledRows) / Math.max(estimate[0]?.rows ?? 0, 1));
  const keys = primaryKey.map((column) => printed(`t.${quoteIdentifier(column)}`));
  const { rows } = await session.query<{ key: readonly string[] }>(
    `SELECT ARRAY[${keys.join()}] AS key FROM ${name} AS t TABLESAMPLE SYSTEM (${share}) LIMIT ${sampledRows}`,
  );
  return rows.map(({ key }) =>
    primaryKey
      .map((column, index) => `${quoteIdentifier(column)} = ${quoteLiteral(key[index] ?? '')}`)
      .join(' AND '),
  );
}

function statementsOf(table: TableFacts, conditions: readonly string[]): readonly LoadStatement[] {
  const { name, primaryKey } = table;
  const all: readonly (LoadStatement | undefined)[] = [
    {
      name: `read ${name}`,
      weight: weights.read,
      texts: conditions.map((where) => `SELECT * FROM ${name} WHERE ${where}`),
    },
    primaryKey.length > 0 ? updateOf(table, conditions) : undefined,
    insertOf(table, conditions),
  ];
  return all.filter((one) => one !== undefined);
}

function updateOf(table: TableFacts, conditions: readonly string[]): LoadStatement | undefined {
  const column = table.columns.find((one) => isPlain(one) && !isInKey(table, one));
  if (!column) return undefined;
  const quoted = quoteIdentifier(column.name);
  return {
    name: `update ${table.name}`,
    weight: weights.update,
    texts: conditions.map((where) => `UPDATE ${table.name} SET ${quoted} = ${quoted} WHERE ${where}`),
  };
}

function insertOf({ name, columns }: TableFacts, conditions: readonly string[]): LoadStatement | undefined {
  const list = columns
    .filter((one) => isPlain(one) && !/\bnextval\(/.test(one.default ?? ''))
    .map((one) => quoteIdentifier(one.name))
    .join(', ');
  if (list === '') return undefined;
  return {
    name: `insert ${name}`,
    weight: weights.insert,
    texts: conditions.map(
      (where) =>
        `INSERT INTO ${name} (${list}) SELECT ${list} FROM ${name} WHERE ${where.replace('LIMIT 20', 'LIMIT 1')} ON CONFLICT DO NOTHING`,
    ),
  };
}

function isPlain({ generation, identity }: ColumnFacts): boolean {
  return generation === null && identity === 'none';
}

/** An update of a key would lock more than others do. */
function isInKey({ keys, primaryKey, foreignKeys }: TableFacts, { name }: ColumnFacts): boolean {
  return [primaryKey, ...keys.values(), ...foreignKeys.map(({ columns }) => columns)].some((key) =>
    key.includes(name),
  );
}
