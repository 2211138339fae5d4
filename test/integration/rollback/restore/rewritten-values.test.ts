import { hasChanged } from '../../../../src/rollback/restore/restore-report.js';
import { useOwnTestServer } from '../../../support/own-test-server.js';
import { prepareRollback, type Change, type Rollback } from '../support/rollback.js';

// While another transaction is open on the server, rows cannot be proven to be unchanged since a rollback.
const stopServer = await useOwnTestServer();
let rollback: Rollback;

beforeAll(async () => {
  rollback = await prepareRollback();
});

beforeEach(() => rollback.clear());

afterAll(async () => {
  await rollback.end();
  await stopServer();
});

/** `before` runs before the up, `rows` after it, and the result of the query `shown` must be restored. */
interface Case extends Change {
  readonly title: string;
  readonly before: string;
  readonly rows: string;
  readonly shown: string;
}

const cases: readonly Case[] = [
  {
    title: 'values that are computed anew within their type',
    before:
      "CREATE TABLE c (id int PRIMARY KEY, code text, n int); INSERT INTO c VALUES (1, 'abcdef', 1), (2, 'zzz', NULL)",
    up: "ALTER TABLE c ALTER code TYPE text USING 'X' || code, ALTER n TYPE int USING n + 1",
    down: 'ALTER TABLE c ALTER "code" SET DATA TYPE text USING left(code, 2), ALTER n TYPE int USING 0',
    rows: 'UPDATE c SET n = 7 WHERE id = 2',
    shown: 'SELECT * FROM c ORDER BY id',
  },
  {
    title: 'values that a block of PL/pgSQL computes anew',
    before:
      "CREATE TABLE c (id int PRIMARY KEY, code text, other text); INSERT INTO c VALUES (1, 'abc', 'x'), (2, NULL, 'y')",
    up: 'ALTER TABLE c ADD extra int DEFAULT 1',
    down: "DO $$ BEGIN EXECUTE 'ALTER TABLE c ALTER code TYPE text USING NULL'; END $$; ALTER TABLE c DROP extra",
    rows: 'UPDATE c SET extra = id',
    shown: 'SELECT * FROM c ORDER BY id',
  },
  {
    title: 'an enum that is swapped for another of its name',
    before:
      "CREATE TYPE stage AS ENUM ('new', 'open'); CREATE TABLE job (id serial PRIMARY KEY, stage stage, stages stage[])",
    up: "ALTER TYPE stage ADD VALUE IF NOT EXISTS 'won'",
    down: `ALTER TYPE stage RENAME TO stage_old; CREATE TYPE stage AS ENUM ('new', 'open');
      ALTER TABLE job ALTER stage TYPE stage USING CASE stage::text WHEN 'won' THEN 'open' ELSE stage::text END::stage,
        ALTER stages TYPE stage[] USING NULL; DROP TYPE stage_old`,
    rows: "INSERT INTO job (stage, stages) VALUES ('won', '{won,new}'), ('open', NULL), (NULL, '{open}')",
    shown: 'SELECT * FROM job ORDER BY id',
  },
  {
    title: 'a domain that is swapped for another of its name',
    before:
      "CREATE DOMAIN code AS text; CREATE TABLE d (id int PRIMARY KEY, c code); INSERT INTO d VALUES (1, 'Long'), (2, 'x')",
    up: 'COMMENT ON TABLE d IS NULL',
    down: `ALTER DOMAIN code RENAME TO code_old; CREATE DOMAIN code AS text;
      ALTER TABLE d ALTER c TYPE code USING left(c, 2); DROP DOMAIN code_old`,
    rows: 'SELECT 1',
    shown: 'SELECT * FROM d ORDER BY id',
  },
  {
    title: 'an attribute of a composite type, at any depth',
    before: `CREATE TYPE addr AS (street text, no int); CREATE TYPE person AS (name text, homes addr[]); CREATE DOMAIN home AS addr;
      CREATE TABLE p (id int PRIMARY KEY, a addr, b addr[], c person, d home, plain text)`,
    up: 'ALTER TYPE addr ADD ATTRIBUTE country text',
    down: 'ALTER TYPE addr DROP ATTRIBUTE country',
    rows: `INSERT INTO p VALUES (1, ROW('s', 1, 'CH'), ARRAY[ROW('t', 2, 'FR'), NULL]::addr[],
        ROW('n', ARRAY[ROW('u', 3, 'IT')]::addr[])::person, ROW('v', 4, 'DE'), 'x'),
      (2, NULL, NULL, NULL, NULL, NULL), (3, ROW(NULL, NULL, NULL), '{}', ROW(NULL, NULL), NULL, 'y')`,
    shown: 'SELECT * FROM p ORDER BY id',
  },
  {
    title: 'a column that is dropped and added within one step',
    before: 'CREATE TABLE q (id int PRIMARY KEY, v text)',
    up: 'ALTER TABLE q ALTER v SET NOT NULL',
    down: "ALTER TABLE q DROP v; ALTER TABLE q ADD v text DEFAULT 'none'; ALTER TABLE q ALTER v DROP DEFAULT",
    rows: "INSERT INTO q VALUES (1, 'one'), (2, 'two')",
    shown: 'SELECT * FROM q ORDER BY id',
  },
  {
    title: 'a column that the up makes one with values of its own',
    before: 'CREATE TABLE g (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)',
    up: 'ALTER TABLE g ALTER twice DROP EXPRESSION',
    down: 'ALTER TABLE g DROP twice; ALTER TABLE g ADD twice int GENERATED ALWAYS AS (id * 2) STORED',
    rows: 'INSERT INTO g VALUES (1, 5), (2, NULL), (3, 6)',
    shown: 'SELECT * FROM g ORDER BY id',
  },
  {
    title: 'values of a partitioned table that are computed anew',
    before: `CREATE TABLE ev (day date PRIMARY KEY, note text) PARTITION BY RANGE (day);
      CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      CREATE TABLE ev_2 PARTITION OF ev DEFAULT; INSERT INTO ev SELECT date '2024-01-01' + i, 'Note ' || i FROM generate_series(0, 58) i`,
    up: 'ALTER TABLE ev ALTER note TYPE text USING upper(note)',
    down: 'ALTER TABLE ev ALTER note TYPE text USING lower(note)',
    rows: "UPDATE ev SET note = note || '!' WHERE extract(day FROM day) = 3",
    shown: 'SELECT tableoid::regclass, * FROM ev ORDER BY day',
  },
];

describe('values that a rollback rewrites are in the backup, and are restored:', () => {
  it.each(cases)('$title', async ({ before, up, down, rows, shown }) => {
    await rollback.scratch.session.query(before);
    await rollback.up(up);
    await rollback.scratch.session.query(rows);
    const there = await rollback.lines(shown);
    await rollback.down(down);
    expect(await rollback.lines(shown)).not.toEqual(there);
    await rollback.up(up);
    const report = await rollback.restore();

    expect(report.tables.flatMap(({ misfits }) => misfits)).toEqual([]);
    expect(await rollback.lines(shown)).toEqual(there);
    expect(hasChanged(await rollback.restore())).toBe(false);
  });
});

describe('a rewrite that copies values does not count as a loss:', () => {
  it.each([
    { title: 'another persistence', down: 'ALTER TABLE t SET UNLOGGED' },
    { title: 'another type of another column', down: 'ALTER TABLE t ALTER n TYPE bigint', columns: ['n'] },
    {
      title: 'a column with a default of its own for each row',
      down: 'ALTER TABLE t ADD made float8 DEFAULT random()',
    },
    { title: 'a new name for a type', down: 'ALTER TYPE mood RENAME TO feeling' },
    { title: 'a new label', down: "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'" },
    { title: 'an index', down: 'CREATE INDEX ON t USING btree (v)' },
  ])('$title', async ({ down, columns = [] }) => {
    await rollback.scratch.session.query(
      "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id int PRIMARY KEY, v text, n int, m mood); INSERT INTO t VALUES (1, 'v', 2, 'sad')",
    );
    await rollback.down(down);

    expect((await rollback.manifest()).tables.map(({ values }) => values)).toEqual(
      columns.length > 0 ? [columns] : [],
    );
  });
});
