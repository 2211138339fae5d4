import { RefusedError } from '../../../src/errors.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { useKeepBench, type Halves } from './support/keep-bench.js';

const stopServer = await useOwnTestServer();
const keep = useKeepBench();
afterAll(stopServer);

beforeEach(() => keep.clear());

const users: Halves = { up: 'CREATE TABLE users (id int PRIMARY KEY, name text)', down: 'DROP TABLE users' };

const filled = "INSERT INTO users SELECT i, 'name ' || i FROM generate_series(1, 4) AS i";

/** Each second migration cannot be rolled back with --keep. */
const refused: readonly {
  readonly what: string;
  readonly halves: Halves;
  readonly rows?: string;
  readonly message: string;
}[] = [
  {
    what: 'runs without a transaction and deletes rows',
    halves: { up: 'SELECT 1', down: 'DELETE FROM users', alone: 'down' },
    message: 'runs without a transaction, so what it destroys cannot be kept',
  },
  {
    what: 'updates rows of a table without a key',
    halves: { up: 'CREATE TABLE log (line text)', down: "UPDATE log SET line = 'x'" },
    rows: "INSERT INTO log VALUES ('a'), ('b')",
    message: 'has no key',
  },
  {
    what: 'deletes large objects',
    halves: { up: 'SELECT lo_create(4711)', down: 'SELECT lo_unlink(4711)' },
    message: 'changes or deletes large objects',
  },
  {
    what: 'destroys rows while a publication of all tables exists',
    halves: { up: 'CREATE PUBLICATION everything FOR ALL TABLES', down: 'DELETE FROM users' },
    message: 'publication everything of all tables',
  },
  {
    what: 'destroys more than the limit',
    halves: { up: 'ALTER TABLE users ADD nick text', down: 'ALTER TABLE users DROP nick' },
    rows: "UPDATE users SET nick = repeat('n', 100)",
    message: 'and the limit is 100 bytes: public.users (16.0 kB)',
  },
];

describe('down --keep is refused before anything is changed, where a step', () => {
  it.each(refused)('$what', async ({ what, halves, rows, message }) => {
    const project = await keep.project([users, halves]);
    await project.up();
    await keep.run(filled);
    if (rows) await keep.run(rows);
    const before = await keep.rows('SELECT * FROM users');
    const running = project.down({
      keep: 'keep',
      limit: what.includes('limit') ? 100 : 2 ** 30,
      traces: 'accepted',
    });

    await expect(running).rejects.toBeInstanceOf(RefusedError);
    await expect(running).rejects.toThrow(message);
    expect(await keep.rows('SELECT * FROM users')).toEqual(before);
    expect(await keep.keptTables()).toEqual([]);
    expect((await keep.rows('SELECT name FROM pgmigrations')).length).toBe(2);
    await keep.run(
      'SELECT lo_unlink(oid) FROM pg_largeobject_metadata; DROP PUBLICATION IF EXISTS everything',
    );
  });
});

describe('a restore', () => {
  it('leaves newer values and rows as they are, value by value, and counts them', async () => {
    const narrow = { up: 'UPDATE users SET name = upper(name)', down: 'SELECT 1' };
    const project = await keep.project([{ ...users, up: users.up.replace(')', ', note text)') }, narrow]);
    await project.up({ target: { kind: 'count', count: 1 } });
    await keep.run(filled);
    await project.up({ keep: 'keep' });
    await keep.run("UPDATE users SET name = 'newer' WHERE id = 1; UPDATE users SET note = 'n' WHERE id = 2");
    const { restored } = await project.down();

    expect(restored[0]?.tables).toMatchObject([{ updated: 3, newer: 1, left: 0, misfits: [] }]);
    expect(await keep.rows('SELECT * FROM users')).toEqual([
      ...['(1,newer,)', '(2,"name 2",n)', '(3,"name 3",)', '(4,"name 4",)'],
    ]);
  });

  it('reports deleted rows whose keys others have taken meanwhile, and keeps them', async () => {
    const project = await keep.project([users, { up: 'DELETE FROM users WHERE id < 3', down: 'SELECT 1' }]);
    await project.up({ target: { kind: 'count', count: 1 } });
    await keep.run(filled);
    await project.up({ keep: 'keep' });
    await keep.run("INSERT INTO users VALUES (1, 'other')");
    const { restored } = await project.down();

    expect(restored[0]?.tables).toMatchObject([
      { inserted: 1, left: 1, misfits: [{ reason: 'conflict', row: { id: '1' } }] },
    ]);
    expect(await keep.rows('SELECT * FROM users WHERE id < 3')).toEqual(['(1,other)', '(2,"name 2")']);
    expect(await keep.keptTables()).toHaveLength(1);
  });

  it('keeps labels that an enum no longer has', async () => {
    const moods = {
      up: "CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TABLE users ADD m mood",
      down: 'ALTER TABLE users DROP m; DROP TYPE mood',
    };
    const project = await keep.project([users, moods]);
    await project.up();
    await keep.run(`${filled}; UPDATE users SET m = CASE WHEN id < 3 THEN 'sad' ELSE 'ok' END::mood`);
    await project.down({ keep: 'keep' });
    await project.files.write({
      'migrations/2_b.js': `export const up = (pgm) => { pgm.sql("CREATE TYPE mood AS ENUM ('ok'); ALTER TABLE users ADD m mood"); };
        export const down = (pgm) => { pgm.sql('ALTER TABLE users DROP m; DROP TYPE mood'); };`,
    });
    const { restored } = await (await keep.reload(project)).up();

    expect(restored[0]?.tables).toMatchObject([{ updated: 2, left: 2 }]);
    expect(await keep.rows('SELECT id, m FROM users')).toEqual(['(1,)', '(2,)', '(3,ok)', '(4,ok)']);
  });

  it('happens in a transaction of its own after an up without a transaction', async () => {
    const project = await keep.project([{ ...users, alone: 'up' }]);
    await project.up();
    await keep.run(filled);
    await project.down({ keep: 'keep' });
    await project.up();

    expect((await keep.rows('SELECT * FROM users')).length).toBe(4);
    expect(await keep.keptTables()).toEqual([]);
  });

  it('is part of redo, which keeps every row', async () => {
    const project = await keep.project([
      users,
      { up: 'ALTER TABLE users ADD nick text', down: 'ALTER TABLE users DROP nick' },
    ]);
    await project.up();
    await keep.run(`${filled}; UPDATE users SET nick = 'n' || id`);
    const before = await keep.rows('SELECT * FROM users');
    const { restored } = await project.redo({ keep: 'keep', target: { kind: 'count', count: 2 } });

    expect(await keep.rows('SELECT * FROM users')).toEqual(before);
    expect(restored).toHaveLength(2);
    expect(await keep.keptTables()).toEqual([]);
  });

  it('does not happen with --no-keep and without a history, which is noted', async () => {
    const project = await keep.project([users]);
    await project.up();
    await keep.run(filled);
    await project.down({ keep: 'keep' });
    const { notes } = await project.up({ keep: 'off' });
    await project.down();
    const without = await project.up({ history: 'off' });

    expect([notes[0], without.notes[0]]).toMatchObject([
      { kind: 'not-restored', why: 'no keep', name: '1_a' },
      { kind: 'not-restored', why: 'no history' },
    ]);
    expect(await keep.keptTables()).toHaveLength(1);
  });

  it('needs a role that can create the schema', async () => {
    const project = await keep.project([users]);
    await project.up();
    await keep.run(
      `${filled}; DROP ROLE IF EXISTS keep_tester; CREATE ROLE keep_tester LOGIN SUPERUSER PASSWORD 'keep_tester'; ALTER ROLE keep_tester NOSUPERUSER;
       GRANT ALL ON SCHEMA public, roundtrip TO keep_tester; GRANT ALL ON ALL TABLES IN SCHEMA public, roundtrip TO keep_tester;
       GRANT ALL ON ALL SEQUENCES IN SCHEMA public, roundtrip TO keep_tester; ALTER TABLE users OWNER TO keep_tester`,
    );
    await keep.run('SET ROLE NONE');
    const running = project.down({ keep: 'keep', as: 'keep_tester' });

    await expect(running).rejects.toThrow(
      'the schema roundtrip_kept, which would contain the kept data, cannot be created',
    );
    await keep.run('DROP OWNED BY keep_tester; DROP ROLE keep_tester');
  });
});
