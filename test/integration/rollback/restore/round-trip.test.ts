import { hasChanged, isComplete } from '../../../../src/rollback/restore/restore-report.js';
import { prepareRollback, type Change, type Rollback } from '../support/rollback.js';

let rollback: Rollback;

beforeAll(async () => {
  rollback = await prepareRollback();
});

beforeEach(() => rollback.clear());

afterAll(() => rollback.end());

/** `rows` runs after the up, and the result of the query `shown` must be restored. */
interface Case extends Change {
  readonly title: string;
  readonly before?: string;
  readonly rows: string;
  readonly shown: string;
}

const types = `CREATE TYPE mood AS ENUM ('sad', 'it''s "ok"');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN short AS varchar(5) CHECK (value <> 'never');
CREATE TABLE every (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  bytes bytea, doc jsonb, raw json, names text[], numbers int[][], m mood, moods mood[], f8 float8, f4 float4,
  n numeric, n2 numeric(12,3), t text, c char(4), one "char", v varchar(9), d short, ts timestamp, tstz timestamptz, day date,
  gap interval, clock timetz, b boolean, bits bit(3), vbits varbit, u uuid, ip inet, net cidr, mac macaddr,
  p point, box polygon, r int4range, mr nummultirange, search tsvector, path xml, cash money, o pair, pairs pair[], lsn pg_lsn,
  rel regclass, doubled bigint GENERATED ALWAYS AS (id * 2) STORED)`;

const cases: readonly Case[] = [
  {
    title: 'every common type',
    up: types,
    down: 'DROP TABLE every; DROP DOMAIN short; DROP TYPE pair; DROP TYPE mood',
    rows: `INSERT INTO every (bytes, doc, raw, names, numbers, m, moods, f8, f4, n, n2, t, c, one, v, d, ts, tstz, day, gap, clock,
        b, bits, vbits, u, ip, net, mac, p, box, r, mr, search, path, cash, o, pairs, lsn, rel) VALUES
      ('\\x00ff5c0a', '{"a": [1, null, "\\u00e9\\n"]}', '{ "b" :1,  "b":2}', ARRAY['a,b', NULL, '', '{}', 'NULL', E'\\\\\\n\\t"'],
       '{{1,2},{3,NULL}}', 'it''s "ok"', ARRAY['sad', NULL]::mood[], 'NaN', '-Infinity', 'NaN', 12345.678, E'back\\\\slash\\nnew\\rline\\ttab\\x01',
       'ab', 'x', '  pad  ', 'ab', 'infinity', '-infinity', '4713-01-01 BC', '-1 mon +2 days -03:04:05.000006', '12:00:00.5-05:30',
       true, '101', '1', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03',
       '(1.1,-2.2)', '((0,0),(1,1),(1,0))', 'empty', '{[1,2),(3,]}', 'a:1A b:2', '<a>x</a>', 12.34, ROW(NULL, 'q"('), ARRAY[ROW(1,NULL)::pair], '1/2', 'public.pgmigrations'),
      (NULL, 'null', NULL, '{}', NULL, NULL, NULL, 0.1::float8 + 0.2, 1e-40, -0.00, NULL, '', '', NULL, '', NULL, '1999-12-31 23:59:59.999999', '2020-02-29 12:00+14',
       'infinity', '0', NULL, false, NULL, '', NULL, '::1/64', NULL, NULL, NULL, NULL, '[,5)', '{}', '', NULL, NULL, ROW(NULL, NULL), '{}', NULL, NULL),
      (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
      INSERT INTO every (t) VALUES ('\\N'), ('\\.'), ('ünïcødé 💾')`,
    shown: 'SELECT * FROM every ORDER BY id',
  },
  {
    title: 'odd names',
    up: `CREATE SCHEMA "a ""schema"""; CREATE TABLE "a ""schema"""."Täble; DROP x" ("select" int PRIMARY KEY, "it's" text, "Ünï code" text, "c1" text, n int)`,
    down: `DROP SCHEMA "a ""schema""" CASCADE`,
    rows: `INSERT INTO "a ""schema"""."Täble; DROP x" VALUES (1, 'x', NULL, 'y', 3), (2, '', 'é', '"', 4)`,
    shown: `SELECT * FROM "a ""schema"""."Täble; DROP x" ORDER BY 1`,
  },
  {
    title: 'a table without a key, with rows that are the same',
    up: 'CREATE TABLE log (at int, line text)',
    down: 'DROP TABLE log',
    rows: "INSERT INTO log VALUES (1, 'a'), (1, 'a'), (NULL, NULL), (NULL, NULL), (NULL, ''), (2, 'b')",
    shown: 'SELECT * FROM log ORDER BY 1, 2',
  },
  {
    title: 'columns of a table with a key, null and default among them',
    before: `CREATE TABLE users (id uuid PRIMARY KEY, mail text); INSERT INTO users SELECT gen_random_uuid(), 'm' || i FROM generate_series(1, 50) i`,
    up: "ALTER TABLE users ADD nick text DEFAULT 'none', ADD age int, ADD made timestamptz NOT NULL DEFAULT clock_timestamp()",
    down: 'ALTER TABLE users DROP nick, DROP age, DROP made',
    rows: `UPDATE users SET nick = nullif(mail, 'm7'), age = length(mail) WHERE mail > 'm3'; UPDATE users SET made = '2001-02-03' WHERE mail < 'm2'`,
    shown: 'SELECT * FROM users ORDER BY mail',
  },
  {
    title: 'columns of a table without a key, with rows that are the same in the others',
    before:
      "CREATE TABLE bag (a text, b numeric); INSERT INTO bag VALUES ('x', 1), ('x', 1), ('x', NULL), (NULL, NULL), (NULL, NULL)",
    up: 'ALTER TABLE bag ADD c int, ADD d text',
    down: 'ALTER TABLE bag DROP c, DROP d',
    rows: "UPDATE bag SET c = 1 WHERE ctid IN (SELECT min(ctid) FROM bag GROUP BY a, b); UPDATE bag SET d = 'd' WHERE c IS NULL AND a IS NULL",
    shown: 'SELECT a, b, c, d FROM bag ORDER BY 1, 2, 3, 4',
  },
  {
    title: 'a column that gets another type',
    before:
      'CREATE TABLE prices (id int PRIMARY KEY, price numeric(10,2)); INSERT INTO prices VALUES (1, 1.25), (2, 99.99), (3, NULL)',
    up: 'ALTER TABLE prices ALTER price TYPE numeric(12,4)',
    down: 'ALTER TABLE prices ALTER price TYPE numeric(10,2)',
    rows: 'UPDATE prices SET price = price + 0.0037',
    shown: 'SELECT * FROM prices ORDER BY id',
  },
  {
    title: 'tables that refer to each other and to themselves, in a circle',
    up: `CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE, up int REFERENCES b);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE`,
    down: 'DROP TABLE a, b',
    rows: `BEGIN; SET CONSTRAINTS ALL DEFERRED; INSERT INTO a SELECT i, i FROM generate_series(1, 20) i;
      INSERT INTO b SELECT i, i, nullif(i + 1, 21) FROM generate_series(1, 20) i ORDER BY i DESC; COMMIT`,
    shown: 'SELECT a, b FROM a JOIN b ON b.id = a.b ORDER BY a.id',
  },
  {
    title: 'a partitioned table with its partitions',
    up: `CREATE TABLE events (day date NOT NULL, n int, PRIMARY KEY (day, n)) PARTITION BY RANGE (day);
      CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')`,
    down: 'DROP TABLE events',
    rows: "INSERT INTO events SELECT date '2024-01-01' + i, i FROM generate_series(0, 58) i",
    shown: 'SELECT tableoid::regclass, * FROM events ORDER BY n',
  },
  {
    title: 'a column of a partitioned table',
    before: `CREATE TABLE ev (day date PRIMARY KEY) PARTITION BY RANGE (day);
      CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      CREATE TABLE ev_2 PARTITION OF ev DEFAULT; INSERT INTO ev SELECT date '2024-01-01' + i FROM generate_series(0, 58) i`,
    up: 'ALTER TABLE ev ADD note text',
    down: 'ALTER TABLE ev DROP note',
    rows: "UPDATE ev SET note = 'on ' || day",
    shown: 'SELECT * FROM ev ORDER BY day',
  },
  {
    title: 'tables that inherit',
    up: 'CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent)',
    down: 'DROP TABLE parent CASCADE',
    rows: 'INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 1), (3, 3)',
    shown:
      'SELECT tableoid::regclass, a, (SELECT b FROM child c WHERE c.a = p.a AND p.tableoid <> c.tableoid) FROM parent p ORDER BY 1, 2',
  },
  {
    title: 'rows that the down deletes and changes',
    before: 'CREATE TABLE roles (id int PRIMARY KEY, name text)',
    up: "INSERT INTO roles VALUES (1, 'admin'), (2, 'guest')",
    down: 'DELETE FROM roles WHERE id IN (1, 2); UPDATE roles SET name = upper(name)',
    rows: "UPDATE roles SET name = 'Chief' WHERE id = 1; INSERT INTO roles VALUES (3, 'mine')",
    shown: 'SELECT * FROM roles WHERE id < 3 ORDER BY id',
  },
];

describe('a backup that is restored after the next up', () => {
  it.each(cases)('restores $title', async ({ before, up, down, rows, shown }) => {
    if (before) await rollback.scratch.session.query(before);
    await rollback.up(up);
    await rollback.scratch.session.query(rows);
    const there = await rollback.lines(shown);
    await rollback.down(down);
    await rollback.up(up);
    const report = await rollback.restore();

    expect(await rollback.lines(shown)).toEqual(there);
    expect(report.tables.flatMap(({ misfits }) => misfits)).toEqual([]);
    expect([isComplete(report), hasChanged(report)]).toEqual([true, true]);
    expect(hasChanged(await rollback.restore())).toBe(false);
    expect(await rollback.lines(shown)).toEqual(there);
  });
});
