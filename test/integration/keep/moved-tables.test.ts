import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { changesBetween } from '../../../src/catalog/model/diff.js';
import { useKeepBench, type Halves } from './support/keep-bench.js';

const keep = useKeepBench();

beforeEach(() => keep.clear());

const users: Halves = { up: 'CREATE TABLE users (id int PRIMARY KEY)', down: 'DROP TABLE users' };

/** Everything that a table can have, and a down that drops some of it by name first. */
const orders: Halves = {
  up: `CREATE TABLE "Orders" (id bigserial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, user_id int REFERENCES users,
      total numeric CHECK (total > 0), note text DEFAULT 'x', parent bigint REFERENCES "Orders", UNIQUE (note, n));
    CREATE INDEX orders_total ON "Orders" (total);
    CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.note = ''seen''; RETURN NEW; END';
    CREATE TRIGGER seen BEFORE INSERT ON "Orders" FOR EACH ROW WHEN (NEW.note IS NULL) EXECUTE FUNCTION seen();
    ALTER TABLE "Orders" ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON "Orders" USING (n > 0);
    CREATE STATISTICS orders_st ON total, note FROM "Orders"; GRANT SELECT ON "Orders" TO PUBLIC;
    COMMENT ON TABLE "Orders" IS 'all of them'; CREATE TABLE items (o bigint REFERENCES "Orders" (id), i int)`,
  down: 'DROP TABLE items; DROP INDEX orders_total; DROP TRIGGER seen ON "Orders"; DROP TABLE "Orders"; DROP FUNCTION seen',
};

const rows = `INSERT INTO users SELECT generate_series(1, 3);
  INSERT INTO "Orders" (user_id, total, parent) SELECT i, i, NULLIF(i - 1, 0) FROM generate_series(1, 3) AS i;
  INSERT INTO items SELECT i, i FROM generate_series(1, 3) AS i`;

const all =
  'SELECT o::text FROM "Orders" AS o UNION ALL SELECT i::text FROM items AS i UNION ALL SELECT last_value::text FROM "Orders_id_seq"';

function catalog() {
  return readCatalog(keep.session, { migrationsTable: { schema: 'public', name: 'pgmigrations' } });
}

describe('whole tables that a step drops', () => {
  it('are moved aside and back, with everything that they have', async () => {
    const project = await keep.project([users, orders]);
    await project.up();
    await keep.run(rows);
    const [before, state] = [await keep.rows(all), await catalog()];
    const { kept } = await project.down({ keep: 'keep' });
    const { restored } = await project.up();

    expect(kept[0]?.kept?.tables.map(({ name, how }) => `${name} ${how}`)).toEqual([
      'Orders moved',
      'items moved',
    ]);
    expect(restored[0]?.tables.map(({ how }) => how)).toEqual(['moved', 'moved']);
    expect(await keep.rows(all)).toEqual(before);
    expect(changesBetween(state.objects, (await catalog()).objects)).toEqual([]);
    expect(await keep.keptTables()).toEqual([]);
  });

  it('can be kept several times, and block no other migration meanwhile', async () => {
    const project = await keep.project([users, orders]);
    await project.up();
    await keep.run(rows);
    await project.down({ keep: 'keep' });
    await project.up({ keep: 'off' });
    await keep.run('INSERT INTO "Orders" (total) VALUES (9)');
    const { kept } = await project.down({ keep: 'keep', target: { kind: 'all' } });

    expect(kept).toHaveLength(2);
    expect(await keep.keptTables()).toHaveLength(5);
    const { restored } = await project.up();
    // The later of the two is moved back; the keys of the earlier one are free, except for one.
    expect(restored.flatMap(({ tables }) => tables.map(({ name, how }) => `${name} ${how}`))).toEqual([
      ...['users moved', 'Orders moved', 'items moved', 'Orders copied', 'items copied'],
    ]);
    expect((await keep.rows('SELECT id FROM "Orders"')).length).toBe(3);
  });

  it('are copied back where parents are gone, and the rows that do not fit stay kept', async () => {
    const project = await keep.project([users, orders]);
    await project.up();
    await keep.run(rows);
    await project.down({ keep: 'keep' });
    await keep.run('DELETE FROM users WHERE id = 3');
    const { restored } = await project.up();

    expect(restored[0]?.tables).toMatchObject([
      {
        name: 'Orders',
        how: 'copied',
        inserted: 2,
        left: 1,
        misfits: [{ row: { id: '3' }, sqlState: '23503' }],
      },
      { name: 'items', how: 'copied', inserted: 2, left: 1 },
    ]);
    expect(await keep.keptTables()).toHaveLength(2);
    await keep.run('INSERT INTO users VALUES (3)');
    await project.down({ keep: 'keep' });
    await project.up();
    expect((await keep.rows('SELECT id FROM "Orders"')).length).toBe(3);
    expect(await keep.keptTables()).toEqual([]);
  });

  it('are copied back where the file of the up was edited to create another table', async () => {
    const project = await keep.project([users]);
    await project.up();
    await keep.run('INSERT INTO users VALUES (1), (2)');
    await project.down({ keep: 'keep' });
    await project.files.write({
      'migrations/1_a.js': `export const up = (pgm) => { pgm.sql('CREATE TABLE users (id bigint PRIMARY KEY CHECK (id < 2), n int DEFAULT 5)'); };
        export const down = (pgm) => { pgm.sql('DROP TABLE users'); };`,
    });
    const { restored } = await (await keep.reload(project)).up();

    expect(restored[0]?.tables).toMatchObject([{ how: 'copied', inserted: 1, left: 1 }]);
    expect(await keep.rows('SELECT * FROM users')).toEqual(['(1,5)']);
  });

  it.each([
    [
      'a view that the step drops as well',
      'CREATE VIEW v AS SELECT id FROM users',
      'DROP VIEW v; DROP TABLE users',
    ],
    [
      'a function with its row type',
      "CREATE FUNCTION f(users) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      'DROP TABLE users CASCADE',
    ],
    ['a publication', 'CREATE PUBLICATION p FOR TABLE users', 'DROP PUBLICATION p; DROP TABLE users'],
    [
      'a default that calls a function',
      "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER TABLE users ADD d int DEFAULT g()",
      'DROP TABLE users; DROP FUNCTION g()',
    ],
  ])('are copied if they have %s', async (_what, more, down) => {
    const project = await keep.project([{ up: `${users.up}; ${more}`, down }]);
    await project.up();
    await keep.run('INSERT INTO users VALUES (1), (2)');
    const { kept } = await project.down({ keep: 'keep', traces: 'accepted' });
    await project.up();

    expect(kept[0]?.kept?.tables).toMatchObject([{ name: 'users', how: 'copied' }]);
    expect((await keep.rows('SELECT id FROM users')).length).toBe(2);
  });
});
