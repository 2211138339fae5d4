/**
 * The effect of each index of the profile schema on reads and writes, on a loaded database, and alternatives
 * for a log that only grows:
 *
 *   npm run bench:indexes [-- USERS LOG_ROWS]
 *
 * A size of 0 leaves that part out.
 */
import { fileURLToPath } from 'node:url';
import { withScratchDatabases } from '../src/database/scratch.js';
import type { Session } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';
import { withServer } from './bench-server.js';
import { indexQueries, type IndexQuery } from './index-queries.js';
import { measureWrites } from './index-writes.js';
import { compareLogs } from './log-variants.js';
import { describeMachine } from './machine.js';
import { planOf, type Plan } from './plan-of.js';
import { print, printTable } from './print.js';
import { root, roundtrip, runNode } from './programs.js';

async function main(): Promise<void> {
  const [users = 1_000_000, logRows = 10_000_000] = process.argv.slice(2).map(Number);
  print(describeMachine());
  await withServer(undefined, async ({ database, urlOf }) => {
    await withScratchDatabases(database, async (scratch) => {
      if (users > 0) {
        const loaded = await scratch.create();
        await load(urlOf(loaded.name), users);
        await withSession(loaded, (session) => benchIndexes(session, users));
        await scratch.drop(loaded);
      }
      if (logRows > 0) {
        await withSession(await scratch.create(), (session) => compareLogs(session, logRows));
      }
    });
  });
}

/**
 * The last migration before `tune-profile-indexes`, which drops two of the measured indexes because of these
 * measurements.
 */
const asAskedFor = '1795166402735_index-users-deletion';

async function load(url: string, users: number): Promise<void> {
  const place = { cwd: fileURLToPath(root), url };
  await runNode([roundtrip, 'up', asAskedFor], place);
  await runNode([roundtrip, 'seed', 'load', '--scale', String(users)], place);
}

async function benchIndexes(session: Session, users: number): Promise<void> {
  // Without parallel workers and JIT compilation, so that only the index makes a difference.
  await session.query('SET max_parallel_workers_per_gather = 0; SET jit = off');
  await session.query('VACUUM (ANALYZE)');
  print(`\n${users.toLocaleString('en-US')} users\n`);
  const rows: (readonly string[])[] = [];
  for (const query of indexQueries(users)) rows.push(...(await compareReads(session, query)));
  printTable(['query', 'with', 'read by', 'pages', 'ms'], rows);
  print('');
  printTable(
    ['index', 'size', 'rows written/s', 'without it', 'cost of a write'],
    await measureWrites(session),
  );
}

/** Measures the query as it is, without the index that was created for it, and with the candidate. */
async function compareReads(
  session: Session,
  { what, sql, index, candidate }: IndexQuery,
): Promise<readonly (readonly string[])[]> {
  const asIs = await planOf(session, sql);
  const without = await planAfter(session, `DROP INDEX ${index}`, sql);
  const better = candidate ? await planAfter(session, candidate, sql) : undefined;
  return [
    cells(what, 'all', asIs),
    cells('', `all but \`${index}\``, without),
    ...(better && candidate ? [cells('', definitionOf(candidate), better)] : []),
  ];
}

function cells(what: string, given: string, { scan, pages, time }: Plan): readonly string[] {
  return [what, given, scan, pages.toLocaleString('en-US'), time.toFixed(time < 1 ? 3 : 1)];
}

function definitionOf(candidate: string): string {
  return `also ${candidate.replace(/\s+/g, ' ').replace('CREATE INDEX candidate ON', 'on')}`;
}

/** Returns the plan after `change`, which is rolled back. */
async function planAfter(session: Session, change: string, query: string): Promise<Plan> {
  await session.query(`BEGIN; ${change}`);
  try {
    return await planOf(session, query);
  } finally {
    await session.query('ROLLBACK');
  }
}

await main();
