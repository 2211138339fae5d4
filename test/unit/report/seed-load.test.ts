import { renderLoadProgress } from '../../../src/report/seed/load-progress.js';
import { renderCleanReport, renderLoadReport } from '../../../src/report/seed/load-report.js';

const loaded = {
  set: 'load',
  scale: 1000,
  seed: 1,
  tables: [
    { table: 'public.users', key: 'id', first: 53, rows: 1000 },
    { table: 'public.orders', key: 'number', first: 1, rows: 0 },
  ],
};

describe('the report of a load', () => {
  it('contains each table with its rows and their numbers', () => {
    expect(renderLoadReport({ ...loaded, rows: 1000, milliseconds: 500 })).toBe(
      `TABLE          ROWS   NUMBERED
public.users   1,000  id 53 to 1052
public.orders  0

seed set load, --scale 1000 --seed-value 1: 1,000 rows in 500 ms, 2,000 rows/s`,
    );
  });

  it('states that nothing was left to load', () => {
    expect(renderLoadReport({ ...loaded, rows: 0, milliseconds: 5 })).toContain('was already complete');
  });

  it('lists the removed rows, or states that there were none', () => {
    const tables = [{ table: 'public.users', removed: 12_345 }];
    expect(renderCleanReport({ set: 'load', tables, milliseconds: 1500 })).toBe(
      'TABLE         REMOVED\npublic.users  12,345\n\nseed set load: rows removed in 1.5 s',
    );
    expect(renderCleanReport({ set: 'load', tables: [], milliseconds: 5 })).toBe(
      'seed set load: nothing is loaded',
    );
  });
});

describe('the progress of a load', () => {
  it.each([
    {
      when: 'at the beginning',
      state: { table: 'public.users', done: 0, total: 1000 },
      run: { rows: 0, milliseconds: 10 },
      line: '░░░░░░░░░░░░░░░░░░░░ 0 %  0 of 1,000 rows  0 rows/s  ? left  public.users',
    },
    {
      when: 'on the way',
      state: { table: 'public.users', done: 4_000_000, total: 16_000_000 },
      run: { rows: 4_000_000, milliseconds: 40_000 },
      line: '█████░░░░░░░░░░░░░░░ 25 %  4,000,000 of 16,000,000 rows  100,000 rows/s  2 min 0 s left  public.users',
    },
    {
      when: 'after a part that another run made, which tells nothing about this one',
      state: { table: 'public.users', done: 900, total: 1000 },
      run: { rows: 100, milliseconds: 1000 },
      line: '██████████████████░░ 90 %  900 of 1,000 rows  100 rows/s  1.0 s left  public.users',
    },
    {
      when: 'where there is nothing to load',
      state: { table: 'public.users', done: 0, total: 0 },
      run: { rows: 0, milliseconds: 1000 },
      line: '████████████████████ 100 %  0 of 0 rows  0 rows/s  ? left  public.users',
    },
  ])('shows the percentage, the speed and the remaining time $when', ({ state, run, line }) => {
    expect(renderLoadProgress(state, run)).toBe(line);
  });
});
