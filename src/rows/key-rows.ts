import { batchesOf } from './batches.js';
import { printed } from '../database/text-conversion.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Session } from '../database/session.js';
import type { TableFacts } from './table-facts.js';
import type { KeyRow } from './value-source.js';

interface ExistingRow {
  readonly oid: number;
  readonly rows: readonly KeyRow[] | null;
}

/**
 * By OID: the columns of each table that foreign keys refer to, including references to the table that it is
 * a partition of.
 */
export function findReferredColumns(
  facts: ReadonlyMap<number, TableFacts>,
): ReadonlyMap<number, readonly string[]> {
  const referred = new Map<number, Set<string>>();
  const add = (oid: number, columns: readonly string[]): void => {
    referred.set(oid, new Set([...(referred.get(oid) ?? []), ...columns]));
    for (const partition of facts.get(oid)?.partitions ?? []) add(partition, columns);
  };
  for (const { foreignKeys } of facts.values()) {
    for (const { parent, parentColumns } of foreignKeys) add(parent, parentColumns);
  }
  return new Map([...referred].map(([oid, columns]) => [oid, [...columns].sort()]));
}

/** Reads a few rows of each table that has any, with the columns that foreign keys refer to. */
export async function readKeyRows(
  session: Session,
  tables: readonly TableFacts[],
  referred: ReadonlyMap<number, readonly string[]>,
): Promise<Map<number, readonly KeyRow[]>> {
  const found = new Map<number, readonly KeyRow[]>();
  for (const some of batchesOf(tables)) {
    const statement = some
      .map((table) => keyRowsSql(table, referred.get(table.oid) ?? []))
      .join('\nUNION ALL\n');
    const { rows } = await session.query<ExistingRow>(statement);
    for (const row of rows) if (row.rows) found.set(row.oid, row.rows);
  }
  return found;
}

/**
 * The rows of a partitioned table are those of its partitions; of other parents, only their own rows count.
 */
function keyRowsSql({ oid, name, kind }: TableFacts, columns: readonly string[]): string {
  const keys = columns.map(
    (column) => `${printed(`t.${quoteIdentifier(column)}`)} AS ${quoteIdentifier(column)}`,
  );
  const order = columns.map((column) => `t.${quoteIdentifier(column)}`);
  const only = kind === 'partitioned' ? '' : 'ONLY ';
  return `
SELECT ${oid}::pg_catalog.oid AS oid, (SELECT pg_catalog.json_agg(found) FROM (
  SELECT ${keys.join() || '1 AS one'} FROM ${only}${name} AS t
  ${order.length > 0 ? `ORDER BY ${order.join()}` : ''} LIMIT 3) AS found) AS rows`;
}
