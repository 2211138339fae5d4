import { judge, worstOf, type Evidence } from '../../../src/rehearse/judge.js';
import type { LostData } from '../../../src/rehearse/losses/losses.js';
import type { StepReport } from '../../../src/rehearse/rehearsal-report.js';

const step = (milliseconds: number, longest: number): StepReport => ({
  ...{
    phase: 'up',
    transaction: 'one',
    statements: [],
    at: 0,
    milliseconds,
    rows: 0,
    bytesBefore: 0,
    bytesAfter: 0,
  },
  ...{ walBytes: 0, temporaryBytes: 0, longestLockWait: 0 },
  load: { count: 1, p50: 1, p99: longest, longest, errors: 0 },
});

const lost = (rows: number, column: string | null = null): LostData => ({
  ...{ table: 'public.users', column, rows, statement: 'DELETE', direction: 'up', written: 'before' },
});

const evidence: Evidence = {
  ...{ name: '1_a', path: '/1_a.sql', down: undefined, upAgain: undefined, failure: undefined },
  ...{ lost: [], differences: [], compared: [], written: [], notes: [] },
  up: step(10, 5),
};

const budgets = { maxDuration: 1000, maxStall: 2000, maxLoss: 0 };
const failure = { phase: 'down', message: 'no\ndetail', code: '42P01', statement: 'DROP' } as const;
const difference = { kind: 'table', name: 'public.a', change: 'left', before: null, after: 'table' } as const;

describe('the verdict of a rehearsal', () => {
  it.each([
    { verdict: 'ready', of: {} },
    { verdict: 'slow', of: { up: step(1500, 5) } },
    { verdict: 'blocks', of: { up: step(1500, 2500) } },
    { verdict: 'loses-data', of: { up: step(1500, 2500), lost: [lost(1)], differences: [difference] } },
    { verdict: 'fails', of: { differences: [difference], up: step(1500, 2500) } },
    { verdict: 'fails', of: { failure, lost: [lost(1)] } },
  ])('is $verdict by the first finding that holds', ({ verdict, of }) => {
    expect(judge({ ...evidence, ...of }, budgets).verdict).toBe(verdict);
  });

  it('names everything that it follows from', () => {
    const { reasons } = judge(
      { ...evidence, failure, up: step(1500, 2500), lost: [lost(3)], differences: [difference] },
      budgets,
    );

    expect(reasons).toEqual([
      'the down fails: no',
      'rows lost: 3, allowed: 0',
      'the down does not restore the schema: 1 object differs',
      'the up stalls the load for 2.5 s, allowed: 2.0 s',
      'the up takes 1.5 s, allowed: 1.0 s',
    ]);
  });

  it('counts a row once, whatever number of its columns is lost', () => {
    const several = { ...evidence, lost: [lost(3, 'a'), lost(5, 'b'), lost(2)] };

    expect([7, 6].map((maxLoss) => judge(several, { ...budgets, maxLoss }).verdict)).toEqual([
      'ready',
      'loses-data',
    ]);
  });

  it('allows any duration where none is given', () => {
    expect(judge({ ...evidence, up: step(1e6, 5) }, { ...budgets, maxDuration: undefined }).verdict).toBe(
      'ready',
    );
  });

  it('of all migrations is the worst', () => {
    expect(worstOf([{ verdict: 'ready' }, { verdict: 'loses-data' }, { verdict: 'blocks' }])).toBe(
      'loses-data',
    );
  });
});
