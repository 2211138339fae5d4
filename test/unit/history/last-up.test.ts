import type { HistoryEntry, Outcome } from '../../../src/history/history-entry.js';
import { interruptedRun, lastUps } from '../../../src/history/last-up.js';
import type { Direction } from '../../../src/migrations/migration.js';

interface Row {
  readonly direction?: Direction;
  readonly outcome?: Outcome;
  readonly transaction?: 'one' | 'none';
  readonly appliedId?: number;
}

/** History rows of `1_a`, numbered from 1. */
function rows(...given: readonly Row[]): readonly HistoryEntry[] {
  return given.map((row, index): HistoryEntry => ({
    id: index + 1,
    attempt: `${index + 1}`,
    migration: '1_a',
    direction: 'up',
    outcome: 'done',
    milliseconds: 1,
    transaction: 'one',
    role: 'r',
    loginRole: 'r',
    host: 'h',
    application: 'a',
    startedAt: '',
    endedAt: '',
    toolVersion: '1.0.0',
    appliedId: 1,
    fileHash: null,
    sqlHash: null,
    source: null,
    change: null,
    detail: null,
    ...row,
  }));
}

const applied = (id: number) => [{ id, name: '1_a', appliedAt: '' }];

describe('the history row of the up of an applied migration', () => {
  it.each([
    {
      title: 'is the one with the number that the migrations table has',
      history: rows({}),
      now: applied(1),
      id: 1,
    },
    {
      title: 'is none if another session applied it again',
      history: rows({}),
      now: applied(2),
      id: undefined,
    },
    {
      title: 'is none if it was rolled back',
      history: rows({}, { direction: 'down' }),
      now: applied(1),
      id: undefined,
    },
    {
      title: 'is the last of several',
      history: rows({}, { direction: 'down' }, { appliedId: 2 }),
      now: applied(2),
      id: 3,
    },
    { title: 'is not one that failed', history: rows({}, { outcome: 'failed' }), now: applied(1), id: 1 },
    { title: 'may be a baseline', history: rows({ outcome: 'baseline' }), now: applied(1), id: 1 },
    { title: 'is none if nothing is applied', history: rows({}), now: [], id: undefined },
  ])('$title', ({ history, now, id }) => {
    expect(lastUps(history, now).get('1_a')?.id).toBe(id);
  });
});

describe('a step without a transaction', () => {
  const begun: Row = { outcome: 'running', transaction: 'none' };
  const failed: Row = { outcome: 'failed', transaction: 'none' };
  const down = { direction: 'down' } as const;

  it.each([
    { title: 'that only began is interrupted', history: rows(begun), now: [], how: 'broken off' },
    { title: 'that failed is interrupted', history: rows(begun, failed), now: [], how: 'failed' },
    {
      title: 'that completed later is not interrupted',
      history: rows(begun, failed, begun, { transaction: 'none' }),
      now: [],
      how: undefined,
    },
    {
      title: 'that another session completed is not interrupted',
      history: rows(begun, failed),
      now: applied(7),
      how: undefined,
    },
    {
      title: 'that failed in a rollback is interrupted',
      history: rows({}, { ...begun, ...down }, { ...failed, ...down }),
      now: applied(1),
      how: 'failed',
    },
    {
      title: 'that another session completed in a rollback is not interrupted',
      history: rows({}, { ...failed, ...down }),
      now: [],
      how: undefined,
    },
    {
      title: 'that failed in a transaction had no effect',
      history: rows({ outcome: 'failed' }),
      now: [],
      how: undefined,
    },
  ])('$title', ({ history, now, how }) => {
    expect(interruptedRun(history, now).get('1_a')?.how).toBe(how);
  });
});
