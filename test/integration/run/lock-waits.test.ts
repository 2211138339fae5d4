import { setTimeout as tick } from 'node:timers/promises';
import type { Clock } from '../../../src/run/run-options.js';
import { pauseBefore } from '../../../src/run/retry-on-lock.js';
import { useLive } from './support/live.js';
import { separate, sql } from './support/migrations.js';

const live = useLive();

/** A clock whose pauses have no duration, and run `during`. */
function clockOf(pauses: number[], during: () => Promise<unknown> = () => Promise.resolve()): Clock {
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    await during();
  };
  return { pause, random: () => 1 };
}

const adding = sql('ALTER TABLE busy ADD COLUMN n int', 'ALTER TABLE busy DROP COLUMN n');

beforeEach(() => live.session.query('CREATE TABLE busy (id int)'));

describe('a migration of a table that another session reads for long', () => {
  it('is cancelled after --lock-timeout, and retried after growing pauses', async () => {
    const project = await live.project({ '1_n.cjs': adding });
    const reader = await live.connect();
    await reader.query('BEGIN; SELECT FROM busy');
    const pauses: number[] = [];
    const { error, notes } = await project.up(
      { clock: clockOf(pauses), lockRetries: 3 },
      { lockTimeout: '50ms' },
    );

    expect(error).toContain('SQLSTATE 55P03');
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    expect(notes).toContainEqual({
      kind: 'retrying',
      name: '1_n',
      attempt: 2,
      pause: 2_000,
      reason: 'lock timeout',
      blockedBy: expect.any(Array) as unknown[],
    });
    expect(await live.recorded()).toEqual([]);
  });

  it('runs as soon as the table is not locked', async () => {
    const project = await live.project({ '1_n.cjs': adding });
    const reader = await live.connect();
    await reader.query('BEGIN; SELECT FROM busy');
    const clock = clockOf([], () => reader.query('ROLLBACK'));

    expect((await project.up({ clock }, { lockTimeout: '50ms' })).steps).toEqual(['up 1_n']);
    await reader.query('BEGIN; SELECT FROM busy');
    expect((await project.down({ clock, flags: { lockTimeout: '50ms' } })).steps).toEqual(['down 1_n']);
  });

  it('does not block readers in the pauses', async () => {
    const project = await live.project({ '1_n.cjs': adding });
    const [reader, another] = [await live.connect(), await live.connect()];
    await reader.query('BEGIN; SELECT FROM busy');
    await another.query("SET lock_timeout = '200ms'");
    const clock = clockOf([], () => another.query('SELECT FROM busy'));
    const { error } = await project.up({ clock, lockRetries: 1 }, { lockTimeout: '50ms' });

    expect(error).toContain('the up of 1_n failed: canceling statement due to lock timeout');
  });

  it('retries a statement without a transaction in the same way, and does not run earlier ones again', async () => {
    const project = await live.project({
      '1_n.cjs': separate(
        ['CREATE TABLE first (id int)', 'ALTER TABLE busy ADD COLUMN n int'],
        ['ALTER TABLE busy DROP COLUMN n', 'DROP TABLE first'],
      ),
    });
    const reader = await live.connect();
    await reader.query('BEGIN; SELECT FROM busy');
    const pauses: number[] = [];
    const clock = clockOf(pauses, () => reader.query('ROLLBACK'));

    expect((await project.up({ clock }, { lockTimeout: '50ms' })).steps).toEqual(['up 1_n']);
    expect(pauses).toEqual([1_000]);
  });

  it('does not cancel a concurrent build, which would leave an invalid index', async () => {
    const project = await live.project({
      '1_i.cjs': separate(
        [
          'CREATE INDEX CONCURRENTLY i ON busy (id)',
          "CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS is",
        ],
        ['DROP INDEX CONCURRENTLY i', 'DROP TABLE seen'],
      ),
    });
    const reader = await live.connect();
    await reader.query('BEGIN; INSERT INTO busy VALUES (1)');
    const ran = project.up({}, { lockTimeout: '50ms' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await reader.query('COMMIT');

    expect(await ran).toMatchObject({ steps: ['up 1_i'], error: '' });
    expect((await live.session.query('SELECT * FROM seen')).rows).toEqual([{ is: '50ms' }]);
  });
});

describe('a deadlock with another session', () => {
  const inTurn = sql('LOCK TABLE busy; LOCK TABLE other', 'SELECT 1');
  const waitsFor = `
    SELECT FROM pg_catalog.pg_locks AS l
    WHERE NOT l.granted AND l.relation = pg_catalog.to_regclass('other')`;

  /**
   * Locks `other`, and requests `busy` when the migration, which holds it, waits. The deadlock is detected in
   * the session of the migration, whose timeout is shorter.
   */
  async function crossing() {
    const other = await live.connect();
    await other.query('CREATE TABLE IF NOT EXISTS other (id int)');
    await other.query("SET deadlock_timeout = '1min'; BEGIN; LOCK TABLE other");
    const crossed = (async () => {
      while ((await live.session.query(waitsFor)).rows.length === 0) await tick(20);
      await other.query('LOCK TABLE busy');
    })();
    return { crossed, free: () => crossed.then(() => other.query('ROLLBACK')) };
  }

  it('is retried after a pause, and then succeeds', async () => {
    const project = await live.project({ '1_n.cjs': inTurn });
    const { free } = await crossing();
    const pauses: number[] = [];
    const { steps, notes, error } = await project.up(
      { clock: clockOf(pauses, free) },
      { lockTimeout: '30s' },
    );

    expect({ steps, error }).toEqual({ steps: ['up 1_n'], error: '' });
    expect(pauses).toEqual([1_000]);
    expect(notes).toContainEqual({
      kind: 'retrying',
      name: '1_n',
      attempt: 1,
      pause: 1_000,
      reason: 'deadlock',
      blockedBy: expect.any(Array) as unknown[],
    });
    expect(await live.history()).toEqual(['up 1_n failed', 'up 1_n done']);
  });

  it('ends the run if no attempt is left, and nothing took effect', async () => {
    const project = await live.project({ '1_n.cjs': inTurn });
    const { free } = await crossing();
    const { error } = await project.up({ lockRetries: 0 }, { lockTimeout: '30s' });
    await free();

    expect(error).toContain('deadlock detected');
    expect(error).toContain('SQLSTATE 40P01');
    expect(await live.recorded()).toEqual([]);
  });
});

describe('the pauses between attempts', () => {
  it.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [5, 8_000, 16_000],
    [9, 15_000, 30_000],
  ])('before attempt %d + 1 are of random length, from %d to %d ms', (attempt, shortest, longest) => {
    expect([pauseBefore(attempt, 0), pauseBefore(attempt, 1)]).toEqual([shortest, longest]);
  });
});

describe('--idle-in-transaction-timeout', () => {
  it('releases the locks of a migration whose code hangs, and the error contains a remedy', async () => {
    const project = await live.project({
      '1_hangs.cjs': `exports.up = async (pgm) => {
  await pgm.db.query('CREATE TABLE half (id int)');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  pgm.sql('SELECT 1');
};
exports.down = () => {};
`,
    });
    const { error } = await project.up({}, { idleInTransactionTimeout: '200ms' });

    expect(error).toContain('idle-in-transaction timeout');
    expect(error).toContain('--idle-in-transaction-timeout');
    expect(await live.exists("to_regclass('half')")).toBe(false);
  });
});
