import { quoteIdentifier } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';
import type { TableRecord } from './load-record.js';

interface Reference {
  /** Table that refers, qualified and quoted. */
  readonly table: string;
  readonly oid: number;
  readonly target: number;
  /** `r.user_id = t.id` */
  readonly condition: string;
}

/** Foreign keys to these tables; those that partitions inherit are their parent's. */
const REFERENCES = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table", c.oid, f.confrelid AS target,
         pg_catalog.string_agg(pg_catalog.format('r.%I = t.%I', a.attname, b.attname), ' AND ' ORDER BY k.place)
           AS condition
  FROM pg_catalog.pg_constraint AS f
    JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(f.conkey), pg_catalog.unnest(f.confkey))
      WITH ORDINALITY AS k (own, other, place)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.own
    JOIN pg_catalog.pg_attribute AS b ON b.attrelid = f.confrelid AND b.attnum = k.other
  WHERE f.contype = 'f' AND f.conparentid = 0 AND f.confrelid = ANY ($1::oid[])
  GROUP BY f.oid, c.oid, n.nspname, c.relname, f.confrelid
  ORDER BY 1, f.confrelid`;

/**
 * Rows that others wrote would go with the loaded ones that they refer to, or keep them from going.
 * @throws RefusedError naming the first table that has some
 */
export async function assertNoReferringRows(session: Session, tables: readonly TableRecord[]): Promise<void> {
  const { rows } = await session.query<Reference>(REFERENCES, [tables.map(({ oid }) => oid)]);
  for (const reference of rows) {
    const target = tables.find(({ oid }) => oid === reference.target);
    if (!target) continue;
    const own = tables.find(({ oid }) => oid === reference.oid);
    const count = await countReferring(session, reference, { target, own });
    if (count > 0) throw refused(count, reference, target);
  }
}

interface Ends {
  readonly target: TableRecord;
  /** Record of the referencing table. */
  readonly own: TableRecord | undefined;
}

async function countReferring(
  session: Session,
  { table, condition }: Reference,
  { target, own }: Ends,
): Promise<number> {
  const others = own ? `AND NOT (${within('r', own)})` : '';
  const { rows } = await session.query<{ count: number }>(
    `SELECT pg_catalog.count(*)::float8 AS count
     FROM ${table} AS r JOIN ${target.table} AS t ON ${condition}
     WHERE ${within('t', target)} ${others}`,
  );
  return rows[0]?.count ?? 0;
}

function within(alias: string, { key, first, loaded }: TableRecord): string {
  return `${alias}.${quoteIdentifier(key)} BETWEEN ${first} AND ${first + loaded - 1}`;
}

function refused(count: number, { table }: Reference, target: TableRecord): RefusedError {
  const rows =
    count === 1 ? '1 row that was not loaded references' : `${count} rows that were not loaded reference`;
  return new RefusedError(`${table}: ${rows} loaded rows of ${target.table}`, {
    remedy:
      'Delete or change them first. With --force the foreign key decides: ON DELETE CASCADE takes them along.',
  });
}
