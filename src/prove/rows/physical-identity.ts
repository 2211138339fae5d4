import { firstUserOid } from '../../catalog/membership-sql.js';
import type { Session } from '../../database/session.js';

interface IdentityRow {
  readonly table: string;
  readonly identity: string;
}

/**
 * Rewriting a table gives it a new file, adding a column a new number. Values of enum and
 * composite types change without their table when a label is renamed or an attribute dropped, so
 * tables with columns of user-made types carry the state of all such types; arrays and domains of
 * them are user-made too. Columns are sorted before they are aggregated, since the index gives them
 * in that order: sorting within the aggregate takes twice as long.
 */
const identitySql = `
WITH types AS MATERIALIZED (
  SELECT pg_catalog.md5(pg_catalog.concat_ws(';',
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(':', e.oid, e.enumlabel), ',' ORDER BY e.oid)
     FROM pg_catalog.pg_enum AS e),
    (SELECT pg_catalog.string_agg(
       pg_catalog.concat_ws(':', a.attrelid, a.attnum, a.atttypid, a.atttypmod), ',' ORDER BY a.attrelid, a.attnum)
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
     WHERE c.oid >= ${firstUserOid} AND c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped))) AS state)
SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS table,
  pg_catalog.concat_ws(' ', c.oid, c.relfilenode, a.columns,
    CASE WHEN a.user_made THEN (SELECT t.state FROM types AS t) END) AS identity
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
    SELECT pg_catalog.string_agg(
        sorted.attnum || ':' || sorted.atttypid || ':' || sorted.atttypmod || ':' || sorted.attname, ' ') AS columns,
      pg_catalog.bool_or(sorted.atttypid >= ${firstUserOid}) AS user_made
    FROM (
      SELECT a.attnum, a.atttypid, a.atttypmod, a.attname FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum) AS sorted) AS a ON true
WHERE c.oid >= ${firstUserOid} AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_toast'`;

/**
 * What a table is made of, by table (`public.users`): its OID, its file, and its columns with their
 * numbers and types. When it is the same before and after, and no statement that changes rows ran
 * in between, then no row changed.
 */
export async function readPhysicalIdentity(session: Session): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<IdentityRow>(identitySql);
  return new Map(rows.map(({ table, identity }) => [table, identity]));
}
