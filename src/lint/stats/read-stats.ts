import type { Database, Session } from '../../database/session.js';
import { ownSchemaList } from '../../database/own-schema.js';
import { catalogText } from '../../database/text-conversion.js';
import { withSession } from '../../database/with-session.js';
import type { DatabaseStats, TableStats } from './table-stats.js';

interface StatsRow {
  readonly name: string;
  readonly kind: TableStats['kind'];
  readonly rows: string | null;
  readonly bytes: string;
  readonly index_bytes: string;
  readonly writes_per_second: string | null;
}

/**
 * Sizes of a partitioned table are those of all its partitions. Statistics count from their reset, or from the start
 * of the server (manual, 27.2).
 */
const readTables = `
WITH RECURSIVE member (root, oid) AS (
  SELECT c.oid, c.oid
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm')
    AND c.relpersistence <> 't'
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', ${ownSchemaList})
  UNION ALL
  SELECT member.root, inherited.inhrelid
  FROM member
  JOIN pg_catalog.pg_class AS parent ON parent.oid = member.oid AND parent.relkind = 'p'
  JOIN pg_catalog.pg_inherits AS inherited ON inherited.inhparent = member.oid
),
period AS (
  SELECT EXTRACT(epoch FROM pg_catalog.now() -
    COALESCE(stat.stats_reset, pg_catalog.pg_postmaster_start_time())) AS seconds
  FROM pg_catalog.pg_stat_database AS stat
  WHERE stat.datname = pg_catalog.current_database()
)
SELECT
  pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)) AS name,
  CASE c.relkind WHEN 'p' THEN 'partitioned table' WHEN 'm' THEN 'materialized view' ELSE 'table' END AS kind,
  ${catalogText('pg_catalog.sum(CASE WHEN part.reltuples >= 0 THEN part.reltuples END)::pg_catalog.int8')} AS rows,
  ${catalogText('pg_catalog.sum(pg_catalog.pg_table_size(part.oid))::pg_catalog.int8')} AS bytes,
  ${catalogText('pg_catalog.sum(pg_catalog.pg_indexes_size(part.oid))::pg_catalog.int8')} AS index_bytes,
  ${catalogText(`pg_catalog.round((pg_catalog.sum(stat.n_tup_ins + stat.n_tup_upd + stat.n_tup_del)
    / NULLIF(pg_catalog.max(period.seconds), 0))::pg_catalog.numeric, 2)`)} AS writes_per_second
FROM member
CROSS JOIN period
JOIN pg_catalog.pg_class AS c ON c.oid = member.root
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class AS part ON part.oid = member.oid AND part.relkind <> 'p'
LEFT JOIN pg_catalog.pg_stat_all_tables AS stat ON stat.relid = part.oid
GROUP BY n.nspname, c.relname, c.relkind
ORDER BY pg_catalog.sum(pg_catalog.pg_table_size(part.oid)) DESC, 1`;

/** @throws DatabaseError when the server cannot be read */
export function readStats(database: Database): Promise<DatabaseStats> {
  return withSession(database, async (session) => ({
    format: 'roundtrip.stats/1',
    server: { version: database.server.version },
    takenAt: new Date().toISOString(),
    tables: await readTableStats(session),
  }));
}

async function readTableStats(session: Session): Promise<readonly TableStats[]> {
  const { rows } = await session.query<StatsRow>(readTables);
  return rows.map((row) => ({
    name: row.name,
    kind: row.kind,
    rows: row.rows === null ? null : Number(row.rows),
    bytes: Number(row.bytes),
    indexBytes: Number(row.index_bytes),
    writesPerSecond: row.writes_per_second === null ? null : Number(row.writes_per_second),
  }));
}
