import fc from 'fast-check';

/** Names and values for the templates of statements; few, so that several statements use the same objects. */
export type Words = typeof words extends fc.Arbitrary<infer Picked> ? Picked : never;

const tables = ['t1', 't2', 'app.t3', 'log', 'log_2026', 'child'];
const columns = ['id', 'a', 'b', 'c', 'd', '"E e"'];

export const words = fc.record({
  table: fc.constantFrom(...tables),
  other: fc.constantFrom('t1', 't2', 'app.t3'),
  column: fc.constantFrom(...columns),
  second: fc.constantFrom(...columns),
  name: fc.constantFrom('n1', 'n2', '"N 3"'),
  type: fc.constantFrom(
    'int',
    'bigint',
    'text',
    'varchar(20)',
    'numeric(8,2)',
    'timestamptz',
    'jsonb',
    'mood',
    'pos',
    'pair',
    'int[]',
    'text COLLATE "C"',
  ),
  value: fc.constantFrom('1', "'x'", 'NULL', 'now()', "'ok'", '42', "'{}'"),
  text: fc.constantFrom("'one'", "'it''s'", "''"),
  grantee: fc.constantFrom('PUBLIC', 'reader', 'writer'),
  privilege: fc.constantFrom('SELECT', 'INSERT', 'UPDATE', 'ALL', 'TRUNCATE'),
  routine: fc.constantFrom('f(int)', 'g(text)', 'touch()'),
  number: fc.integer({ min: 1, max: 2 }),
});
