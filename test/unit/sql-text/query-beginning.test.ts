import { beginningOf } from '../../../src/sql-text/query-beginning.js';

describe('the beginning of a query of another session', () => {
  it.each([
    ['SELECT pg_sleep(3600)', 'SELECT pg_sleep …'],
    ["UPDATE public.users SET name = 'secret' WHERE id = 7", 'UPDATE public.users SET name …'],
    ['  /* secret /* nested */ secret */ DELETE FROM "My table"', 'DELETE FROM "My table"'],
    ['-- secret\nLOCK TABLE busy', 'LOCK TABLE busy'],
    ["ALTER ROLE app PASSWORD 'secr", 'ALTER ROLE app PASSWORD …'],
    ['DO $$ secret $$', 'DO …'],
    ["SELECT E'secret\\'secret'", 'SELECT …'],
    ["SELECT U&'secret'", 'SELECT U …'],
    ['SELECT "secr', 'SELECT …'],
    ['BEGIN; SELECT 1', 'BEGIN …'],
    ['123 secret', '…'],
    ['', ''],
    [
      `SELECT ${'column_of_a_wide_table '.repeat(9)}`,
      'SELECT column_of_a_wide_table column_of_a_wide_table …',
    ],
  ])('is shown without values: %j as %j', (query, shown) => {
    expect(beginningOf(query)).toBe(shown);
  });
});
