import { useKeepBench, type Halves } from './support/keep-bench.js';

const keep = useKeepBench();

const users: Halves = {
  up: 'CREATE TABLE users (id int PRIMARY KEY, name text, bio text); CREATE TABLE lines (line text)',
  down: 'DROP TABLE users; DROP TABLE lines',
};

const filled = "INSERT INTO users SELECT i, 'name ' || i, 'bio ' || i FROM generate_series(1, 5) AS i";

/** Data of each case is restored by `down --keep` and then `up`. */
const downs: readonly {
  readonly what: string;
  readonly halves: Halves;
  readonly rows: string;
  readonly read: string;
}[] = [
  { what: 'a table', halves: users, rows: filled, read: 'SELECT * FROM users' },
  {
    what: 'a column with a default',
    halves: { up: "ALTER TABLE users ADD nick text DEFAULT 'none'", down: 'ALTER TABLE users DROP nick' },
    rows: `UPDATE users SET nick = CASE id WHEN 1 THEN NULL WHEN 2 THEN 'none' ELSE 'n' || id END`,
    read: 'SELECT * FROM users',
  },
  {
    what: 'several columns, with quoted names',
    halves: {
      up: 'ALTER TABLE users ADD "Full ""Name" text, ADD "order" int[]',
      down: 'ALTER TABLE users DROP "Full ""Name", DROP "order"',
    },
    rows: `UPDATE users SET "Full ""Name" = E'a\\n"b', "order" = ARRAY[id, NULL]`,
    read: 'SELECT * FROM users',
  },
  {
    what: 'a table of a type that is dropped with it',
    halves: {
      up: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE pair AS (a int, b text);
        CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TABLE "Mo""ods" (m mood PRIMARY KEY, p pair, q pair[], d positive, r regclass)`,
      down: 'DROP TABLE "Mo""ods"; DROP TYPE pair; DROP TYPE mood; DROP DOMAIN positive',
    },
    rows: `INSERT INTO "Mo""ods" VALUES ('sad', (1, 'x,"y"'), ARRAY[(2, NULL)::pair], 3, '"Mo""ods"'), ('ok', NULL, NULL, NULL, NULL)`,
    read: 'SELECT m, p, q, d, r::text FROM "Mo""ods"',
  },
  {
    what: 'tables that refer to each other, and the positions of their sequences',
    halves: {
      up: `CREATE TABLE a (id bigserial PRIMARY KEY, b int); CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a bigint REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`,
      down: 'ALTER TABLE a DROP CONSTRAINT a_b_fkey; DROP TABLE b; DROP TABLE a',
    },
    rows: 'INSERT INTO a DEFAULT VALUES; INSERT INTO b (a) VALUES (1), (1), (NULL); UPDATE a SET b = 2; DELETE FROM b WHERE id = 3',
    read: 'SELECT id, b, (SELECT last_value FROM a_id_seq) FROM a UNION ALL SELECT id, a, (SELECT last_value FROM b_id_seq) FROM b',
  },
  {
    what: 'a partitioned table',
    halves: {
      up: `CREATE TABLE events (day date NOT NULL, n int) PARTITION BY RANGE (day);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        CREATE TABLE events_2 PARTITION OF events DEFAULT`,
      down: 'DROP TABLE events',
    },
    rows: "INSERT INTO events VALUES ('2024-05-01', 1), ('2025-05-01', 2), ('2025-05-01', 2)",
    read: 'SELECT tableoid::regclass, * FROM events',
  },
  {
    what: 'tables that inherit',
    halves: {
      up: 'CREATE TABLE city (name text, size int); CREATE TABLE capital (country text) INHERITS (city)',
      down: 'DROP TABLE capital; DROP TABLE city',
    },
    rows: "INSERT INTO city VALUES ('Bonn', 3), ('Bonn', 3); INSERT INTO capital VALUES ('Berlin', 36, 'DE')",
    read: 'SELECT tableoid::regclass, * FROM city',
  },
  {
    what: 'rows that a down deletes, in a table with and in one without a key',
    halves: {
      up: "INSERT INTO users VALUES (100, 'made')",
      down: 'DELETE FROM users WHERE id > 2; DELETE FROM lines WHERE ctid IN (SELECT ctid FROM lines LIMIT 2)',
    },
    rows: "INSERT INTO lines VALUES ('x'), ('x'), ('x'), ('y')",
    read: 'SELECT u::text FROM users AS u UNION ALL SELECT l::text FROM lines AS l',
  },
  {
    what: 'a generated column, which is computed again, and identity columns',
    halves: {
      up: `CREATE TABLE prices (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, net numeric, gross numeric GENERATED ALWAYS AS (net * 1.19) STORED)`,
      down: 'DROP TABLE prices',
    },
    rows: 'INSERT INTO prices (net) SELECT i FROM generate_series(1, 4) AS i; DELETE FROM prices WHERE id = 2',
    read: 'SELECT * FROM prices',
  },
  {
    what: 'a table with triggers, which do not fire again',
    halves: {
      up: `CREATE TABLE t (id int PRIMARY KEY, n int); CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.n = NEW.n + 1; RETURN NEW; END'; CREATE TRIGGER more BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION more()`,
      down: 'DROP TABLE t; DROP FUNCTION more',
    },
    rows: 'INSERT INTO t VALUES (1, 1), (2, 2)',
    read: 'SELECT * FROM t',
  },
  {
    what: 'a table without columns',
    halves: { up: 'CREATE TABLE e ()', down: 'DROP TABLE e' },
    rows: 'INSERT INTO e DEFAULT VALUES',
    read: 'SELECT count(*) FROM e',
  },
];

describe('down --keep of several migrations, and the next up', () => {
  const before = new Map<string, readonly string[]>();
  const after = new Map<string, readonly string[]>();
  let left: readonly string[] = [];
  let kept: readonly string[] = [];

  beforeAll(async () => {
    const project = await keep.project(downs.map(({ halves }) => halves));
    await project.up();
    for (const { rows } of downs) await keep.run(rows);
    for (const { what, read } of downs) before.set(what, await keep.rows(read));
    await project.down({ keep: 'keep', target: { kind: 'all' } });
    kept = await keep.keptTables();
    await project.up();
    for (const { what, read } of downs) after.set(what, await keep.rows(read));
    left = await keep.keptTables();
  });

  it.each(downs)('restore $what', ({ what }) => {
    expect(before.get(what)?.length).toBeGreaterThan(0);
    expect(after.get(what)).toEqual(before.get(what));
  });

  it('leave nothing behind in the schema of kept data', () => {
    expect(kept.length).toBeGreaterThan(downs.length);
    expect(left).toEqual([]);
  });
});

/** Data of each case is restored by `up --keep` and then `down`. */
const ups: readonly { readonly what: string; readonly halves: Halves }[] = [
  {
    what: 'a column that the up drops',
    halves: { up: 'ALTER TABLE users DROP bio', down: 'ALTER TABLE users ADD bio text' },
  },
  {
    what: 'values that a change of the type narrows',
    halves: {
      up: 'ALTER TABLE users ALTER bio TYPE varchar(3) USING left(bio, 3)',
      down: 'ALTER TABLE users ALTER bio TYPE text',
    },
  },
  {
    what: 'rows that the up changes and deletes',
    halves: {
      up: "UPDATE users SET bio = upper(bio) WHERE id < 4; DELETE FROM users WHERE name = 'name 5'",
      down: 'SELECT 1',
    },
  },
  {
    what: 'all rows after TRUNCATE',
    halves: { up: 'TRUNCATE users', down: 'SELECT 1' },
  },
  {
    what: 'a table that the up drops',
    halves: {
      up: 'DROP TABLE users',
      down: 'CREATE TABLE users (id int PRIMARY KEY, name text, bio text)',
    },
  },
];

describe('up --keep, and the down', () => {
  beforeEach(() => keep.clear());

  it.each(ups)('restore $what', async ({ halves }) => {
    const project = await keep.project([users, halves]);
    await project.up({ target: { kind: 'count', count: 1 } });
    await keep.run(filled);
    const before = await keep.rows('SELECT id, name, bio FROM users');
    await project.up({ keep: 'keep' });
    expect(await keep.rows('SELECT u::text FROM users AS u').catch(() => [])).not.toEqual(before);
    await project.down();

    expect(await keep.rows('SELECT id, name, bio FROM users')).toEqual(before);
    expect(await keep.keptTables()).toEqual([]);
  });

  it('keep nothing where a step destroys nothing', async () => {
    const project = await keep.project([
      users,
      { up: 'CREATE TABLE more (id int); UPDATE users SET bio = bio', down: 'DROP TABLE more' },
    ]);
    await project.up({ target: { kind: 'count', count: 1 } });
    await keep.run(filled);
    const { kept } = await project.up({ keep: 'keep' });

    expect(kept).toEqual([]);
    expect(await keep.keptTables()).toEqual([]);
  });
});
