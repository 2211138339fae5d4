import type { Session } from '../src/database/session.js';
import { median, time } from './measure.js';
import { planOf } from './plan-of.js';
import { print, printTable } from './print.js';

const COLUMNS = `
  id bigint NOT NULL, user_id integer NOT NULL, action varchar(100) NOT NULL, changes_json jsonb,
  ip_address varchar(45), user_agent text, created_at timestamptz NOT NULL`;

/** A way to store the log: the table, and the objects created after its rows. */
interface Variant {
  readonly name: string;
  readonly table: string;
  readonly indexes: readonly string[];
}

const byUser = (table: string) => `CREATE INDEX ${table}_user ON ${table} (user_id)`;

/** All variants have the index by user; they differ in the access by time. */
const variants: readonly Variant[] = [
  { name: 'no index on the time', table: 'flat', indexes: [] },
  {
    name: 'B-tree, descending (as it is)',
    table: 'flat',
    indexes: ['CREATE INDEX at ON flat (created_at DESC)'],
  },
  { name: 'B-tree, ascending', table: 'flat', indexes: ['CREATE INDEX at ON flat (created_at)'] },
  { name: 'BRIN', table: 'flat', indexes: ['CREATE INDEX at ON flat USING brin (created_at)'] },
  {
    name: 'monthly partitions, B-tree in each',
    table: 'parted',
    indexes: ['CREATE INDEX at ON parted (created_at DESC)'],
  },
];

/** The entries of three years in chronological order, evenly distributed. */
const fill = (rows: number) => `
  INSERT INTO flat
  SELECT n, n * 7919 % 1000000 + 1, (ARRAY['profile_updated', 'privacy_changed', 'picture_uploaded'])[n % 3 + 1],
         jsonb_build_object('bio', jsonb_build_object('old', md5(n::text), 'new', md5((n + 1)::text))),
         '10.1.' || n % 256 || '.' || n / 256 % 256,
         'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/' || n % 146 || '.0',
         timestamptz '2023-01-15' + n * (interval '1096 days' / ${rows})
  FROM generate_series(1, ${rows}::bigint) AS n`;

const PARTITIONS = `
  DO $$ BEGIN
    FOR n IN 0..37 LOOP
      EXECUTE format('CREATE TABLE parted_%s PARTITION OF parted FOR VALUES FROM (%L) TO (%L)', n,
        timestamptz '2023-01-01' + n * interval '1 month', timestamptz '2023-01-01' + (n + 1) * interval '1 month');
    END LOOP;
  END $$`;

const queries = [
  { what: 'newest 50', sql: 'SELECT * FROM log ORDER BY created_at DESC LIMIT 50' },
  {
    what: 'a day',
    sql: "SELECT count(user_agent) FROM log WHERE created_at >= '2025-06-01' AND created_at < '2025-06-02'",
  },
  {
    what: 'a month',
    sql: "SELECT count(user_agent) FROM log WHERE created_at >= '2025-06-01' AND created_at < '2025-07-01'",
  },
  {
    what: 'last 50 of a user',
    sql: 'SELECT * FROM log WHERE user_id = 4711 ORDER BY created_at DESC LIMIT 50',
  },
] as const;

/** Prints the cost and benefit of each variant at a volume at which the difference matters. */
export async function compareLogs(session: Session, rows: number): Promise<void> {
  await session.query(
    "SET max_parallel_workers_per_gather = 0; SET jit = off; SET maintenance_work_mem = '512MB'",
  );
  await session.query(`
    CREATE TABLE flat (${COLUMNS});
    CREATE TABLE parted (${COLUMNS}) PARTITION BY RANGE (created_at)`);
  await session.query(PARTITIONS);
  await session.query(fill(rows));
  const moved = await time(() => session.query('INSERT INTO parted SELECT * FROM flat'));
  for (const table of ['flat', 'parted']) await session.query(`${byUser(table)}; ANALYZE ${table}`);
  await session.query('VACUUM');
  print(`\n${rows.toLocaleString('en-US')} log entries; copied into the partitions in ${seconds(moved)}\n`);
  const lines: (readonly string[])[] = [];
  for (const variant of variants) lines.push(await measure(session, variant, rows));
  printTable(
    ['the log has', 'index', ...queries.map(({ what }) => what), 'rows written/s', 'oldest month gone'],
    lines,
  );
}

async function measure(
  session: Session,
  { name, table, indexes }: Variant,
  rows: number,
): Promise<readonly string[]> {
  for (const index of indexes) await session.query(index);
  try {
    const size = indexes.length > 0 ? await sizeOf(session) : '–';
    const reads: string[] = [];
    for (const { sql } of queries) {
      const { time: taken, pages } = await planOf(session, sql.replace('FROM log', `FROM ${table}`));
      reads.push(`${taken.toFixed(taken < 1 ? 2 : 0)} ms, ${pages.toLocaleString('en-US')} pages`);
    }
    return [name, size, ...reads, await writeRate(session, table, rows), await purgeTime(session, table)];
  } finally {
    if (indexes.length > 0) await session.query('DROP INDEX at');
  }
}

/** Includes the sizes of all partitions, if there are any. */
async function sizeOf(session: Session): Promise<string> {
  const { rows } = await session.query<{ size: string }>(`
    SELECT pg_size_pretty(sum(pg_relation_size(c.oid))) AS size FROM pg_class AS c
    WHERE c.oid = 'at'::regclass OR c.oid IN (SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = 'at'::regclass)`);
  return rows[0]?.size ?? '';
}

/** Inserts 20,000 rows after the last one, and rolls back each time. */
async function writeRate(session: Session, table: string, rows: number): Promise<string> {
  const times: number[] = [];
  const insert = `
    INSERT INTO ${table}
    SELECT n.id + ${rows}, n.user_id, n.action, n.changes_json, n.ip_address, n.user_agent,
           timestamptz '2026-01-16' + n.id * interval '1 second'
    FROM next AS n`;
  await session.query('CREATE TEMPORARY TABLE next AS SELECT * FROM flat LIMIT 20000');
  for (let round = 0; round < 5; round += 1) {
    await session.query('BEGIN');
    times.push(await time(() => session.query(insert)));
    await session.query('ROLLBACK');
  }
  await session.query('DROP TABLE next');
  await session.query(`VACUUM ${table}`);
  return Math.round(20_000 / (median(times) / 1000)).toLocaleString('en-US');
}

/** Purges by DELETE, or by dropping the partition, and rolls back. */
async function purgeTime(session: Session, table: string): Promise<string> {
  const purge =
    table === 'parted' ? 'DROP TABLE parted_1' : "DELETE FROM flat WHERE created_at < '2023-02-15'";
  await session.query('BEGIN');
  const taken = await time(() => session.query(purge));
  await session.query('ROLLBACK');
  return seconds(taken);
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
