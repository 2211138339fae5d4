import fc from 'fast-check';
import { compareRows } from '../../../src/rows/compare-rows.js';
import type { TableRows } from '../../../src/rows/row-signature.js';

type Row = Readonly<Record<string, string>>;
type Tables = ReadonlyMap<string, TableRows>;

/** The signature that the server would return for rows, with values in place of hashes. */
function signatureOf(table: string, names: readonly string[], rows: readonly Row[]): TableRows {
  const sorted = [...names].sort();
  const whole = rows.map((row) => JSON.stringify(sorted.map((name) => row[name] ?? null))).sort();
  const column = (name: string) => JSON.stringify(rows.map((row) => row[name] ?? null).sort());
  return {
    table,
    count: rows.length,
    storage: '',
    content: JSON.stringify(whole),
    columns: Object.fromEntries(sorted.map((name) => [name, column(name)])),
    rows: whole,
  };
}

function tables(...all: readonly TableRows[]): Tables {
  return new Map(all.map((rows) => [rows.table, rows]));
}

const names = ['a', 'b', 'c'];
const anyRow = fc.record({
  a: fc.constantFrom('1', '2'),
  b: fc.constantFrom('x', 'y'),
  c: fc.constantFrom('p', 'q'),
});
const anyRows = fc.array(anyRow, { maxLength: 6 });
const anyTable = fc
  .tuple(fc.constantFrom('public.t', 'public.u', 'public.v'), fc.subarray(names, { minLength: 1 }), anyRows)
  .map(([table, columns, rows]) => signatureOf(table, columns, rows));
const anyTables = fc.array(anyTable, { maxLength: 4 }).map((all) => tables(...all));

describe('compareRows', () => {
  it('finds no difference between a state and itself', () => {
    fc.assert(
      fc.property(anyTables, (state) => {
        expect(compareRows(state, state)).toEqual([]);
      }),
    );
  });

  it('finds the opposite differences if before and after are exchanged', () => {
    fc.assert(
      fc.property(anyTables, anyTables, (before, after) => {
        const mirrored = compareRows(after, before).map((lost) => ({
          ...lost,
          before: lost.after,
          after: lost.before,
        }));
        expect(mirrored).toEqual(compareRows(before, after));
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    const shuffled = anyRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        const before = tables(signatureOf('public.t', names, rows));
        const after = tables(signatureOf('public.t', names, others));
        expect(compareRows(before, after)).toEqual([]);
      }),
    );
  });

  it('names exactly the columns in which one row changed', () => {
    const change = fc.tuple(
      fc.array(anyRow, { minLength: 1 }),
      fc.nat(),
      fc.subarray(names, { minLength: 1 }),
    );
    fc.assert(
      fc.property(change, ([rows, at, changed]) => {
        const index = at % rows.length;
        const values = Object.fromEntries(changed.map((name) => [name, 'new']));
        const others = rows.map((row, place) => (place === index ? { ...row, ...values } : row));
        const before = tables(signatureOf('public.t', names, rows));
        const after = tables(signatureOf('public.t', names, others));
        expect(compareRows(before, after)).toEqual([
          { table: 'public.t', columns: changed, rows: 1, before: rows.length, after: rows.length },
        ]);
      }),
    );
  });

  it('counts the removed rows without naming a column', () => {
    const rows = [1, 2, 3].map((n) => ({ a: String(n) }));
    const before = tables(signatureOf('public.t', ['a'], rows));
    const after = tables(signatureOf('public.t', ['a'], rows.slice(1)));
    expect(compareRows(before, after)).toEqual([
      { table: 'public.t', columns: [], rows: 1, before: 3, after: 2 },
    ]);
  });

  it('compares only the columns that both sides have', () => {
    const before = tables(signatureOf('public.t', ['a', 'b'], [{ a: '1', b: 'x' }]));
    const same = tables(signatureOf('public.t', ['a'], [{ a: '1' }]));
    const other = tables(signatureOf('public.t', ['a', 'c'], [{ a: '2', c: 'x' }]));
    expect(compareRows(before, same)).toEqual([]);
    expect(compareRows(before, other)).toEqual([
      { table: 'public.t', columns: ['a'], rows: undefined, before: 1, after: 1 },
    ]);
  });

  it('finds values that were exchanged between rows', () => {
    const before = tables(
      signatureOf(
        'public.t',
        ['a', 'b'],
        [
          { a: '1', b: 'x' },
          { a: '2', b: 'y' },
        ],
      ),
    );
    const after = tables(
      signatureOf(
        'public.t',
        ['a', 'b'],
        [
          { a: '1', b: 'y' },
          { a: '2', b: 'x' },
        ],
      ),
    );
    expect(compareRows(before, after)).toEqual([
      { table: 'public.t', columns: [], rows: 2, before: 2, after: 2 },
    ]);
  });

  it('ignores a table that only one side has, which the comparison of catalogs reports', () => {
    const before = tables(signatureOf('public.t', ['a'], [{ a: '1' }]));
    expect(compareRows(before, new Map())).toEqual([]);
    expect(compareRows(new Map(), before)).toEqual([]);
  });

  it('does not report the number of differing rows of large tables', () => {
    const large = { table: 'public.t', count: 1, storage: '', content: '1', columns: { a: '1' } };
    const other = signatureOf('public.t', ['a'], [{ a: '2' }]);
    expect(compareRows(tables(large), tables(other))[0]?.rows).toBeUndefined();
  });
});
