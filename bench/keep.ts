/**
 * What keeping and restoring cost, compared with the SQL that one would write by hand:
 *
 *   npm run bench:keep [-- ROWS…]
 */
import { performance } from 'node:perf_hooks';
import { readStoredData } from '../src/catalog/data/stored-data.js';
import type { Destroyed } from '../src/catalog/data/destroyed-data.js';
import { readConfig } from '../src/config/config.js';
import { uninterruptible } from '../src/database/interruption.js';
import { withScratchDatabases } from '../src/database/scratch.js';
import type { Session } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';
import { keepLosses, recordKept } from '../src/keep/keep-losses.js';
import type { KeptEntry } from '../src/keep/kept-entry.js';
import { judgeEntries, restoreEntries } from '../src/keep/restore-entries.js';
import type { Step } from '../src/migrations/step.js';
import { withServer } from './bench-server.js';
import { describeMachine } from './machine.js';
import { print, printTable } from './print.js';

const bookkeeping = { schema: 'public', name: 'pgmigrations' };

const CREATE = `CREATE TABLE profile (id bigint PRIMARY KEY, mail text NOT NULL, name text, n int, at timestamptz, bio text);
  CREATE INDEX profile_mail ON profile (mail)`;

const FILL = (rows: number) => `INSERT INTO profile
  SELECT i, 'mail' || i || '@example.com', 'name ' || i, i, now(), 'bio of ' || i || repeat('x', 40) FROM generate_series(1, ${rows}) AS i`;

async function main(): Promise<void> {
  const given = process.argv.slice(2).map(Number);
  print(describeMachine());
  await withServer(undefined, async ({ database }) => {
    await withScratchDatabases(database, async (scratch) => {
      for (const rows of given.length > 0 ? given : [1_000_000, 10_000_000]) {
        const one = await scratch.create();
        await withSession(one, (session) => benchRows(session, rows));
        await scratch.drop(one);
      }
    });
  });
}

async function benchRows(session: Session, rows: number): Promise<void> {
  await session.query(`SET max_parallel_workers_per_gather = 0; SET synchronous_commit = off; ${CREATE}`);
  await session.query(FILL(rows));
  await session.query('VACUUM (ANALYZE) profile');
  await session.query('CHECKPOINT');
  print(`\n${rows.toLocaleString('en-US')} rows\n`);
  const column = await benchColumn(session);
  const table = await benchTable(session);
  printTable(['what', 'ms', 'compared with', 'ms', 'ratio'], [...column, ...table]);
}

type Line = readonly string[];

function line(what: string, ours: number, [by, theirs]: readonly [by: string, milliseconds: number]): Line {
  return [what, ours.toFixed(0), by, theirs.toFixed(0), (ours / theirs).toFixed(2)];
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** Runs `action` in a transaction that is rolled back. */
async function takenBack<T>(session: Session, action: () => Promise<T>): Promise<T> {
  await session.query('BEGIN');
  const result = await action();
  await session.query('ROLLBACK');
  await session.query('VACUUM profile');
  await session.query('CHECKPOINT');
  return result;
}

async function benchColumn(session: Session): Promise<readonly Line[]> {
  const again = 'ALTER TABLE profile DROP bio; ALTER TABLE profile ADD bio text';
  const copied = await takenBack(session, () =>
    timed(() => session.query('CREATE TABLE copy AS SELECT id, bio FROM profile')),
  );
  const { kept, restored } = await takenBack(session, () => keepAndRestore(session, 'columns', again));
  await session.query('CREATE TABLE copy AS SELECT id, bio FROM profile; ANALYZE copy');
  const updated = await takenBack(session, async () => {
    await session.query(again);
    return timed(() => session.query('UPDATE profile AS p SET bio = c.bio FROM copy AS c WHERE c.id = p.id'));
  });
  const swapped = await takenBack(session, async () => {
    await session.query(again);
    return timed(() =>
      session.query(`CREATE TABLE swap AS SELECT p.id, p.mail, p.name, p.n, p.at, c.bio FROM profile AS p LEFT JOIN copy AS c USING (id);
        ALTER TABLE swap ADD PRIMARY KEY (id); CREATE INDEX ON swap (mail)`),
    );
  });
  const rewritten = await takenBack(session, async () => {
    await session.query(again);
    return timed(() =>
      session.query(`CREATE UNIQUE INDEX ON copy (id);
        CREATE FUNCTION bio_of(bigint) RETURNS text LANGUAGE sql STABLE AS 'SELECT c.bio FROM copy AS c WHERE c.id = $1';
        ALTER TABLE profile ALTER bio TYPE text USING bio_of(id)`),
    );
  });
  await session.query('DROP TABLE copy');
  return [
    line('keep a column', kept, ['CREATE TABLE AS', copied]),
    line('restore a column', restored, ['UPDATE … FROM', updated]),
    line('restore a column', restored, ['ALTER COLUMN … TYPE … USING f(id)', rewritten]),
    line('restore a column', restored, ['copy-and-swap (another table, without its dependents)', swapped]),
  ];
}

async function benchTable(session: Session): Promise<readonly Line[]> {
  const again = `DROP TABLE profile; ${CREATE}`;
  const moved = await takenBack(session, () => keepAndRestore(session, 'relation', again));
  const view = 'CREATE VIEW shown AS SELECT id FROM profile';
  const copy = await takenBack(session, async () => {
    await session.query(view);
    return keepAndRestore(session, 'relation', `DROP VIEW shown; ${again}`);
  });
  const byHand = await takenBack(session, async () => {
    const create = await timed(() => session.query('CREATE TABLE copy AS SELECT * FROM profile'));
    await session.query(again);
    const insert = await timed(() => session.query('INSERT INTO profile SELECT * FROM copy'));
    return { create, insert };
  });
  return [
    ['move a table aside', moved.kept.toFixed(0), 'at most 50 ms', '50', (moved.kept / 50).toFixed(2)],
    ['move a table back', moved.restored.toFixed(0), '', '', ''],
    line('copy a table with a view', copy.kept, ['CREATE TABLE AS', byHand.create]),
    line('copy it back', copy.restored, ['INSERT … SELECT', byHand.insert]),
  ];
}

/** Times under lock, as a step and its inverse would have them. */
async function keepAndRestore(
  session: Session,
  what: 'columns' | 'relation',
  statements: string,
): Promise<{ readonly kept: number; readonly restored: number }> {
  const config = await readConfig({ flags: {}, env: {}, cwd: process.cwd() });
  const read = () => readStoredData(session, { readIn: 'open transaction', bookkeeping });
  const relation = (await read()).find(({ name }) => name === 'profile');
  if (!relation) throw new Error('the table is missing');
  const bio = relation.columns
    .filter(({ name }) => name === 'bio')
    .map((one) => ({ ...one, newType: undefined }));
  const loss: Destroyed = what === 'columns' ? { what, relation, columns: bio } : { what, relation };
  const before = await keepLosses(session, { losses: [loss], limit: Number.MAX_SAFE_INTEGER });
  const step = { migration: { name: 'bench' }, direction: 'up' } as Step;
  const relations = await read();
  await session.query(statements);
  const after = await read();
  const entry = await recordKept(session, before, { step, config: config.migrations, after });
  if (!entry) throw new Error('nothing was kept');
  const entries: readonly KeptEntry[] = [{ ...entry, keptAt: '' }];
  const judged = await judgeEntries(
    session,
    entries,
    relations.filter(({ name }) => name !== 'profile' || what === 'columns'),
  );
  const restored = await timed(() =>
    restoreEntries({ session, signal: uninterruptible }, { entries, before: judged, relations: after }),
  );
  return { kept: entry.milliseconds, restored };
}

await main();
