import { setTimeout as sleep } from 'node:timers/promises';
import { changesBetween, subject, type Difference } from '../../../src/catalog/model/diff.js';
import type { Snapshot } from '../../../src/catalog/model/object.js';
import { lastUps, interruptedRun } from '../../../src/history/last-up.js';
import { readHistory } from '../../../src/history/read-history.js';
import { readApplied } from '../../../src/migrations/bookkeeping.js';
import { isShared } from '../../../src/catalog/model/outside.js';
import type { Direction, Place } from './place.js';

/** Properties that must hold after any fault. */
export interface Soundness {
  /** The state before or after the step; otherwise the differences from the state before. */
  readonly schema: 'before' | 'after' | readonly string[];
  /** The applied migrations according to the migrations table, and according to the history. */
  readonly bookkeeping: readonly string[];
  readonly history: readonly string[];
  /** Steps that are interrupted according to the history. */
  readonly halfDone: readonly string[];
  readonly sessions: number;
  readonly locks: number;
  readonly scratchDatabases: number;
}

const applied = { before: ['1_base'], after: ['1_base', '2_step'] };

/** Milliseconds within which the server must detect a lost client. */
const patience = 10_000;

/**
 * Checks the database after a fault: the schema is in the state before or after the step, and bookkeeping and
 * history agree with it; no session, advisory lock or scratch database of roundtrip is left; the next run
 * works.
 * @returns the state in which the fault left the database
 */
export async function expectSound(place: Place, direction: Direction): Promise<'before' | 'after'> {
  const found = await examine(place);
  const schema = found.schema === 'after' ? 'after' : 'before';
  expect(found).toEqual(soundAt(schema));
  await runAgain(place, direction, schema);
  expect(await examine(place)).toEqual(soundAt(direction === 'up' ? 'after' : 'before'));
  return schema;
}

/**
 * Checks the database after a fault in a step without a transaction: the step is recorded as interrupted, the run
 * has left nothing except the effects of its statements, and the next run resumes the step.
 */
export async function expectResumable(place: Place, direction: Direction): Promise<void> {
  const found = await examine(place);
  const names = applied[direction === 'up' ? 'before' : 'after'];
  expect({ ...found, schema: 'any' }).toEqual({
    schema: 'any',
    bookkeeping: names,
    history: names,
    halfDone: ['2_step'],
    sessions: 0,
    locks: 0,
    scratchDatabases: 0,
  });
  await place.run(direction, { resume: 'on' });
  expect(await examine(place)).toEqual(soundAt(direction === 'up' ? 'after' : 'before'));
}

function soundAt(schema: 'before' | 'after'): Soundness {
  const names = applied[schema];
  return {
    schema,
    bookkeeping: names,
    history: names,
    halfDone: [],
    sessions: 0,
    locks: 0,
    scratchDatabases: 0,
  };
}

/** A down that has completed must not run again. */
async function runAgain(place: Place, direction: Direction, schema: 'before' | 'after'): Promise<void> {
  const isDone = direction === 'down' && schema === 'before';
  if (!isDone) await place.run(direction);
}

async function examine(place: Place): Promise<Soundness> {
  const { session, states } = place;
  const sessions = await untilNone(() => count(place, SESSIONS));
  const { migrations } = await place.config();
  const rows = await readApplied(session, migrations);
  const history = await readHistory(session, migrations);
  return {
    schema: stateOf(await place.read(), states),
    bookkeeping: rows.map(({ name }) => name),
    history: [...lastUps(history, rows).keys()],
    halfDone: [...interruptedRun(history, rows).keys()],
    sessions,
    locks: await count(place, LOCKS),
    scratchDatabases: await untilNone(() => count(place, SCRATCHES)),
  };
}

function stateOf(now: Snapshot, { before, after }: Place['states']): Soundness['schema'] {
  if (changesOf(after, now).length === 0) return 'after';
  const changes = changesOf(before, now);
  return changes.length === 0
    ? 'before'
    : changes.map((one) => `${one.change} ${subject(one).kind} ${subject(one).name}`);
}

/** Ignores roles, which other tests create and drop on the same server. */
function changesOf(before: Snapshot, after: Snapshot): readonly Difference[] {
  return changesBetween(before, after).filter((difference) => !isShared(subject(difference)));
}

/** Sessions other than the session of the test. */
const SESSIONS = `
  SELECT count(*)::int AS count FROM pg_catalog.pg_stat_activity AS a
  WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()`;

const LOCKS = `
  SELECT count(*)::int AS count FROM pg_catalog.pg_locks AS l
  WHERE l.locktype = 'advisory' AND l.pid <> pg_catalog.pg_backend_pid()
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())`;

/** Scratch databases whose owners have ended; the owners of those of other tests are running. */
const SCRATCHES = `
  SELECT count(*)::int AS count FROM pg_catalog.pg_database AS d
  WHERE d.datname ~ '^roundtrip_scratch_[0-9]'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.objsubid = 2
        AND l.objid = pg_catalog.split_part(d.datname, '_', 3)::bigint)`;

async function count({ session }: Place, statement: string): Promise<number> {
  return (await session.query<{ count: number }>(statement)).rows[0]?.count ?? -1;
}

async function untilNone(read: () => Promise<number>): Promise<number> {
  const deadline = Date.now() + patience;
  let left = await read();
  while (left > 0 && Date.now() < deadline) {
    await sleep(20);
    left = await read();
  }
  return left;
}
