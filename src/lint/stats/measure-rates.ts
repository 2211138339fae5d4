import { performance } from 'node:perf_hooks';
import type { Database, Session } from '../../database/session.js';
import { withTransaction } from '../../database/transaction.js';
import { withSession } from '../../database/with-session.js';
import type { WorkRates } from './table-stats.js';

/** Rows of about 120 bytes: 30 MB, which takes a second on a slow server. */
const fill = `
  CREATE TEMP TABLE roundtrip_rate ON COMMIT DROP AS
  SELECT number AS id, pg_catalog.repeat(pg_catalog.md5(pg_catalog.concat(number)), 3) AS text
  FROM pg_catalog.generate_series(1, 250000) AS number`;
const size = `SELECT pg_catalog.pg_table_size('pg_temp.roundtrip_rate')::pg_catalog.float8 AS bytes`;
const scan = `SELECT pg_catalog.count(*) FROM pg_temp.roundtrip_rate WHERE text = ''`;
const indexBuild = 'CREATE INDEX ON pg_temp.roundtrip_rate (id)';
/** From 4 to 8 bytes, with the index that was built before. */
const rewrite = 'ALTER TABLE pg_temp.roundtrip_rate ALTER COLUMN id TYPE pg_catalog.int8';

/**
 * Measures how fast the server works, in bytes of the table a second, on a temporary table: it reads and locks no
 * table of the user. A temporary table is in memory and writes no WAL, which a rewrite of a permanent one does for
 * each of its pages; its rate is halved for that reason.
 * @throws DatabaseError when the role may not create temporary tables
 */
export function measureRates(database: Database): Promise<WorkRates> {
  return withSession(database, (session) =>
    withTransaction(session, async () => {
      await session.query(fill);
      const { rows } = await session.query<{ readonly bytes: number }>(size);
      const bytes = rows[0]?.bytes ?? 0;
      const roundTrip = await timeOf(session, 'SELECT 1');
      const rateOf = async (sql: string) =>
        Math.round((bytes * 1000) / Math.max(1, (await timeOf(session, sql)) - roundTrip));
      return {
        scan: await rateOf(scan),
        indexBuild: await rateOf(indexBuild),
        rewrite: Math.round((await rateOf(rewrite)) / 2),
      };
    }),
  );
}

async function timeOf(session: Session, sql: string): Promise<number> {
  const started = performance.now();
  await session.query(sql);
  return performance.now() - started;
}
