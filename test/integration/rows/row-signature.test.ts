import type { Session } from '../../../src/database/session.js';
import { compareRows } from '../../../src/rows/compare-rows.js';
import { readTableRows } from '../../../src/rows/row-signature.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let scratch: Scratch;
let session: Session;

beforeAll(async () => {
  scratch = await createScratch();
  session = scratch.session;
});
afterAll(() => scratch.drop());

afterEach(() => session.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));

const read = (...tables: string[]) => readTableRows(session, tables);

/** The differences that compareRows finds after a change of one table. */
async function lostBy(change: string, table = 'public.t') {
  const before = await read(table);
  await session.query(change);
  return compareRows(before, await read(table));
}

const people = `
CREATE TABLE t (id int, name text, born date, at timestamptz, extra jsonb, spot point, tags text[]);
INSERT INTO t SELECT g, 'name ' || g, '2020-01-01'::date + g, '2020-01-01 00:00+00'::timestamptz + g * interval '1 day',
  jsonb_build_object('n', g), point(g, g), ARRAY['a', g::text] FROM generate_series(1, 20) g`;

describe('readTableRows', () => {
  it.each([
    ['name', "name = 'other'"],
    ['born', "born = '1999-01-01'"],
    ['at', "at = at + interval '1 microsecond'"],
    ['extra', "extra = '{}'"],
    ['spot', "spot = '(0,0)'"],
    ['tags', "tags = '{}'"],
    ['name', 'name = NULL'],
    ['name', "name = ''"],
  ])('detects a change of one value in column %s', async (column, assignment) => {
    await session.query(people);
    expect(await lostBy(`UPDATE t SET ${assignment} WHERE id = 7`)).toEqual([
      { table: 'public.t', columns: [column], rows: 1, before: 20, after: 20 },
    ]);
  });

  it('ignores that rows are rewritten in another order', async () => {
    await session.query(people);
    const change = 'CREATE TABLE c AS TABLE t; DELETE FROM t; INSERT INTO t SELECT * FROM c ORDER BY id DESC';
    expect(await lostBy(change)).toEqual([]);
  });

  it('ignores the order of columns and dropped columns', async () => {
    await session.query('CREATE TABLE t (a int, gone int, b text, c text)');
    await session.query("ALTER TABLE t DROP gone; INSERT INTO t VALUES (1, 'x', 'y')");
    const change = 'CREATE TABLE n AS SELECT c, b, a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t';
    expect(await lostBy(change)).toEqual([]);
  });

  it('distinguishes swapped values, and null from the empty string', async () => {
    await session.query("CREATE TABLE t (a text, b text); INSERT INTO t VALUES ('x', NULL), ('y', '')");
    expect(await lostBy("UPDATE t SET a = CASE a WHEN 'x' THEN 'y' ELSE 'x' END")).toEqual([
      { table: 'public.t', columns: [], rows: 2, before: 2, after: 2 },
    ]);
    expect(await lostBy("UPDATE t SET b = ''")).toMatchObject([{ columns: ['b'], rows: 1 }]);
    expect(await lostBy('UPDATE t SET a = b, b = a')).toMatchObject([{ columns: ['a', 'b'] }]);
  });

  it('counts duplicate rows', async () => {
    await session.query('CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)');
    expect(await lostBy('DELETE FROM t')).toEqual([
      { table: 'public.t', columns: [], rows: 2, before: 2, after: 0 },
    ]);
    await session.query('INSERT INTO t VALUES (1), (1), (2), (2)');
    expect(await lostBy('DELETE FROM t; INSERT INTO t VALUES (1), (1), (3), (3)')).toMatchObject([
      { rows: 2 },
    ]);
  });

  it('compares the common columns if a column was added', async () => {
    await session.query(people);
    expect(
      await lostBy("ALTER TABLE t ADD more int DEFAULT 1; UPDATE t SET name = 'x' WHERE id < 3"),
    ).toEqual([{ table: 'public.t', columns: ['name'], rows: undefined, before: 20, after: 20 }]);
  });

  it('reads only the rows of a table itself for parents and partitions', async () => {
    await session.query(`
      CREATE TABLE parent (a int); CREATE TABLE child () INHERITS (parent);
      INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2), (3);
      CREATE TABLE parted (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parted DEFAULT;
      INSERT INTO parted VALUES (1), (2), (3), (4)`);
    const found = await read('public.parent', 'public.child', 'public.parted', 'public.part');
    expect([...found.values()].map(({ table, count }) => [table, count])).toEqual([
      ['public.parent', 1],
      ['public.child', 2],
      ['public.parted', 0],
      ['public.part', 4],
    ]);
  });

  it('supports any name, generated columns, and tables without columns', async () => {
    await session.query(`
      CREATE TABLE "T ""x"" 'y'" ("A "" b" int, "__proto__" int, twice int GENERATED ALWAYS AS ("A "" b" * 2) STORED);
      INSERT INTO "T ""x"" 'y'" VALUES (1, 2); CREATE TABLE none (); INSERT INTO none DEFAULT VALUES`);
    const found = await read(`public."T ""x"" 'y'"`, 'public.none');
    const odd = found.get(`public."T ""x"" 'y'"`);
    expect([odd?.count, Object.keys(odd?.columns ?? {})]).toEqual([1, ['A " b', '__proto__', 'twice']]);
    expect(found.get('public.none')).toMatchObject({ count: 1, columns: {} });
  });

  it('ignores names that do not exist or are no table', async () => {
    await session.query('CREATE TABLE t (); CREATE VIEW v AS SELECT 1 AS a');
    expect([...(await read('public.t', 'public.v', 'public.w', 'none.t')).keys()]).toEqual(['public.t']);
    expect(await readTableRows(session, [])).toEqual(new Map());
  });

  it('reads the same under all settings, and does not change them', async () => {
    await session.query(`
      CREATE TABLE t (a timestamptz, b interval, c float8, d bytea, e regclass, f money);
      INSERT INTO t VALUES ('2020-02-03 04:05:06+00', '1 mon 2 days', 0.1, '\\x01ff', 't', 12.5::numeric::money)`);
    const plain = await read('public.t');
    await session.query(`SET datestyle = 'SQL, DMY'; SET timezone = 'Asia/Tokyo'; SET intervalstyle = 'iso_8601';
      SET extra_float_digits = 0; SET bytea_output = 'escape'`);
    expect(await read('public.t')).toEqual(plain);
    const { rows } = await session.query<{ timezone: string }>(
      "SELECT current_setting('timezone') AS timezone",
    );
    await session.query('RESET ALL; SET timezone = UTC');
    expect(rows[0]?.timezone).toBe('Asia/Tokyo');
  });

  it('reads within the open transaction, which continues unchanged', async () => {
    await session.query(
      "BEGIN; SET LOCAL timezone = 'Asia/Tokyo'; CREATE TABLE t (a int); INSERT INTO t VALUES (1)",
    );
    const found = await readTableRows(session, ['public.t'], { readIn: 'open transaction' });
    const { rows } = await session.query("SELECT current_setting('timezone') AS zone, count(*)::int FROM t");
    await session.query('ROLLBACK');
    expect(found.get('public.t')?.count).toBe(1);
    expect(rows).toEqual([{ zone: 'Asia/Tokyo', count: 1 }]);
  });

  it('lists hashes of up to 10,000 rows', async () => {
    await session.query('CREATE TABLE t AS SELECT generate_series(1, 10000) AS a');
    expect((await read('public.t')).get('public.t')?.rows).toHaveLength(10_000);
    await session.query('INSERT INTO t VALUES (0)');
    const large = (await read('public.t')).get('public.t');
    expect([large?.count, large?.rows]).toEqual([10_001, undefined]);
  });

  it('reads more tables than fit in one statement, and tables with many columns', async () => {
    await session.query(`DO $$ BEGIN
      FOR n IN 1..450 LOOP EXECUTE format('CREATE TABLE t%s AS SELECT %s AS a', n, n); END LOOP;
      EXECUTE 'CREATE TABLE wide (' || (SELECT string_agg('c' || g || ' int', ',') FROM generate_series(1, 1500) g) || ')';
      INSERT INTO wide DEFAULT VALUES;
    END $$`);
    const names = Array.from({ length: 450 }, (_, n) => `public.t${n + 1}`);
    const found = await read(...names, 'public.wide');
    expect([found.size, new Set([...found.values()].map(({ content }) => content)).size]).toEqual([451, 451]);
  });
});
