import { proveIn, useProjects } from './support/proving.js';

const create = useProjects();

const types = `
CREATE TYPE state AS ENUM ('open', 'done');
CREATE TYPE pair AS (x int, y text);
CREATE TYPE single AS (x int);
CREATE FUNCTION shout(name text) RETURNS void LANGUAGE plpgsql
  AS $$ BEGIN EXECUTE format('UPDATE %I SET a = upper(a)', name); END $$;`;

const table = (name: string) => `
CREATE TABLE ${name} (id int PRIMARY KEY, a text, x numeric(10,3), e state, p pair, n int, s single);
INSERT INTO ${name} VALUES (1, 'Mixed', 1.255, 'open', (1, 'one'), 7, ROW(1)), (2, 'Case', 2.5, 'done', (2, 'two'), 8, ROW(2));`;

const nothing = 'SELECT 1';

type Change = readonly [title: string, up: string, down: string, verdict: 'loses-data' | 'reversible'];

/** Each change uses a table of its own, which is named `t` here. */
const changes: readonly Change[] = [
  [
    'a label that is renamed',
    `ALTER TYPE state RENAME VALUE 'open' TO 'opened'`,
    `ALTER TYPE state RENAME VALUE 'opened' TO 'open'`,
    'reversible',
  ],
  [
    'rows of a new table after that',
    'CREATE TABLE t_new (id int); INSERT INTO t_new VALUES (1)',
    'DROP TABLE t_new',
    'reversible',
  ],
  [
    'a type that is renamed',
    'ALTER TYPE state RENAME TO stage',
    'ALTER TYPE stage RENAME TO state',
    'reversible',
  ],
  [
    'an attribute that is added',
    'ALTER TYPE single ADD ATTRIBUTE z int',
    'ALTER TYPE single DROP ATTRIBUTE z',
    'reversible',
  ],
  ['a file that is written anew', 'ALTER TABLE t SET UNLOGGED', 'ALTER TABLE t SET LOGGED', 'reversible'],
  ['a column that is renamed', 'ALTER TABLE t RENAME a TO b', 'ALTER TABLE t RENAME b TO a', 'reversible'],
  ['a type within one type', 'ALTER TABLE t ALTER a TYPE text USING upper(a)', nothing, 'loses-data'],
  [
    'a type there and back',
    'ALTER TABLE t ALTER x TYPE int; ALTER TABLE t ALTER x TYPE numeric(10,3)',
    nothing,
    'loses-data',
  ],
  ['a column that comes again', 'ALTER TABLE t DROP n; ALTER TABLE t ADD n int', nothing, 'loses-data'],
  ['a table that is truncated', 'TRUNCATE t', nothing, 'loses-data'],
  ['a function that writes', `SELECT shout('t')`, nothing, 'loses-data'],
  ['a block that writes', `DO $$ BEGIN EXECUTE 'DELETE FROM ' || 't'; END $$`, nothing, 'loses-data'],
  [
    'an attribute that comes again',
    'ALTER TYPE pair DROP ATTRIBUTE y; ALTER TYPE pair ADD ATTRIBUTE y text',
    nothing,
    'loses-data',
  ],
];

const cases = changes.map(([title, up, down, verdict], index) => ({
  title,
  verdict,
  name: `${1000 + index}_change`,
  text: `-- Up Migration\n${up};\n-- Down Migration\n${down};\n`.replace(/\bt(?=\b|_)/g, `case_${index}`),
}));

describe('existing rows', () => {
  let verdicts: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    const tables = cases.map((_, index) => table(`case_${index}`)).join('');
    const project = await create({
      '0001_ground.sql': `-- Up Migration${types}${tables}\n-- down = false: the ground for all\n`,
      ...Object.fromEntries(cases.map(({ name, text }) => [`${name}.sql`, text])),
    });
    ({ verdicts } = await proveIn(project, '--rows existing --jobs 1'));
  }, 120_000);

  it.each(cases)('are read again after a change: $title', ({ name, verdict }) => {
    expect(verdicts[name]).toBe(verdict);
  });
});
