import { readFile, writeFile } from 'node:fs/promises';
import type { RestoreReport } from '../../../../src/rollback/restore/restore-report.js';
import { prepareRollback, type Change, type Rollback } from '../support/rollback.js';

let rollback: Rollback;

beforeAll(async () => {
  rollback = await prepareRollback();
});

beforeEach(() => rollback.clear());

afterAll(() => rollback.end());

const users = 'CREATE TABLE users (id int PRIMARY KEY, mail text NOT NULL, age int)';

const change: Change = { up: users, down: 'DROP TABLE users' };

/** Rolls back with these rows, applies again with `after`, and restores. */
async function roundTrip(
  { up, down }: Change,
  { rows, again = up, after = 'SELECT 1' }: { rows: string; again?: string; after?: string },
): Promise<RestoreReport> {
  await rollback.up(up);
  await rollback.scratch.session.query(rows);
  await rollback.down(down);
  await rollback.up(again);
  await rollback.scratch.session.query(after);
  return rollback.restore();
}

/** One line `id 1: reason SQLSTATE` for each row that did not fit. */
function misfits({ tables }: RestoreReport): readonly string[] {
  return tables.flatMap((table) =>
    table.misfits.map(({ row, rows, reason, sqlState }) =>
      [row ? `id ${row.id ?? ''}` : `${rows} rows`, reason, sqlState].filter(Boolean).join(' '),
    ),
  );
}

const three = "INSERT INTO users VALUES (1, 'a', 10), (2, 'b', 20), (3, 'c', NULL)";

describe('data that no longer fits is reported row by row, and the rest is restored:', () => {
  it.each([
    {
      title: 'a new check',
      again: `${users}; ALTER TABLE users ADD CHECK (age < 15)`,
      told: ['id 2: constraint 23514'],
      there: ['(1,a,10)', '(3,c,)'],
    },
    {
      title: 'a column that is not null now',
      again: users.replace('age int', 'age int NOT NULL'),
      told: ['id 3: constraint 23502'],
      there: ['(1,a,10)', '(2,b,20)'],
    },
    {
      title: 'values that are too long for the column now, which are not cut off',
      rows: "INSERT INTO users VALUES (1, 'a', 10), (2, 'much too long', 20)",
      again: users.replace('mail text', 'mail varchar(5)'),
      told: ['id 2: value 22001'],
      there: ['(1,a,10)'],
    },
    {
      title: 'values that the type does not know now',
      rows: "INSERT INTO users VALUES (1, '7', 10), (2, 'seven', 20)",
      again: users.replace('mail text', 'mail int'),
      told: ['id 2: value 22P02'],
      there: ['(1,7,10)'],
    },
    {
      title: 'a unique key that a new row has taken',
      again: `${users}; ALTER TABLE users ADD UNIQUE (mail)`,
      after: "INSERT INTO users VALUES (9, 'b', 90)",
      told: ['id 2: constraint 23505'],
      there: ['(1,a,10)', '(3,c,)', '(9,b,90)'],
    },
    {
      title: 'a row that was written since with other values',
      after: "INSERT INTO users VALUES (2, 'new', 99)",
      told: ['id 2: conflict'],
      there: ['(1,a,10)', '(2,new,99)', '(3,c,)'],
    },
    {
      title: 'a column that is gone',
      again: users.replace(', age int', ''),
      told: ['3 rows column-missing'],
      there: ['(1,a)', '(2,b)', '(3,c)'],
    },
  ])('$title', async ({ rows = three, again, after, told, there }) => {
    const report = await roundTrip(change, {
      rows,
      ...(again ? { again } : {}),
      ...(after ? { after } : {}),
    });

    expect(misfits(report).map((text) => text.replace(/^(id \S+) /, '$1: '))).toEqual(told);
    expect(await rollback.lines('SELECT * FROM users ORDER BY id')).toEqual(there);
  });

  it('rows that refer to a row that did not fit', async () => {
    const posts = `${users}; CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users)`;
    const report = await roundTrip(
      { up: posts, down: 'DROP TABLE posts, users' },
      {
        rows: `${three}; INSERT INTO posts VALUES (1, 1), (2, 2), (3, NULL)`,
        again: `${posts}; ALTER TABLE users ADD CHECK (age < 15)`,
      },
    );

    expect(report.tables.map(({ name, inserted, misfitting }) => ({ name, inserted, misfitting }))).toEqual([
      { name: 'posts', inserted: 2, misfitting: 1 },
      { name: 'users', inserted: 2, misfitting: 1 },
    ]);
    expect(misfits(report)).toEqual(['id 2 constraint 23503', 'id 2 constraint 23514']);
  });

  it('values of columns whose rows were deleted or changed since, with the key that identifies the row', async () => {
    await rollback.scratch.session.query(`${users}; ${three}`);
    const report = await roundTrip(
      { up: 'ALTER TABLE users ADD nick text', down: 'ALTER TABLE users DROP nick' },
      {
        rows: "UPDATE users SET nick = 'nick ' || id",
        after: "DELETE FROM users WHERE id = 1; UPDATE users SET nick = 'mine' WHERE id = 2",
      },
    );

    expect(misfits(report)).toEqual(['id 1 row-missing', 'id 2 conflict']);
    expect(await rollback.lines('SELECT id, nick FROM users ORDER BY id')).toEqual([
      '(2,mine)',
      '(3,"nick 3")',
    ]);

    await rollback.scratch.session.query('ALTER TABLE users RENAME id TO number');
    expect(misfits(await rollback.restore())).toEqual(['3 rows key-missing']);
  });

  it('tables that do not exist, while another one does', async () => {
    const both = `${users}; CREATE TABLE posts (id int PRIMARY KEY)`;
    const report = await roundTrip(
      { up: both, down: 'DROP TABLE posts, users' },
      { rows: `${three}; INSERT INTO posts VALUES (1), (2)`, again: users },
    );

    expect(misfits(report)).toEqual(['2 rows table-missing']);
    expect(await rollback.lines('SELECT count(*) FROM users')).toEqual(['(3)']);
  });
});

describe('restore', () => {
  it('fires no trigger, and does not change whether triggers are enabled', async () => {
    const up = `${users}; CREATE TABLE log (n int);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (1); NEW.mail := 'changed'; RETURN NEW; END $$;
      CREATE TRIGGER always BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER never BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
      ALTER TABLE users DISABLE TRIGGER never; ALTER TABLE users ENABLE ALWAYS TRIGGER always`;
    await roundTrip({ up, down: 'DROP TABLE users, log; DROP FUNCTION note' }, { rows: three });

    expect(await rollback.lines('SELECT mail FROM users')).toEqual(['(changed)', '(changed)', '(changed)']);
    expect(await rollback.lines('SELECT count(*) FROM log')).toEqual(['(3)']);
    expect(
      await rollback.lines(
        "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'users'::regclass ORDER BY 1",
      ),
    ).toEqual(['(always,A)', '(never,D)']);
  });

  it('continues sequences from their position, and never resets them to a lower value', async () => {
    const up = `CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY, note text);
      CREATE SEQUENCE free; CREATE SEQUENCE backwards INCREMENT -1; CREATE SEQUENCE ahead`;
    const report = await roundTrip(
      { up, down: 'DROP TABLE a, b; DROP SEQUENCE free, backwards, ahead' },
      {
        rows: `INSERT INTO a SELECT FROM generate_series(1, 5); INSERT INTO b (note) VALUES ('x'), ('y');
          DELETE FROM a WHERE id = 5; SELECT setval('free', 41), setval('backwards', -7), nextval('ahead')`,
        after: "SELECT setval('ahead', 100)",
      },
    );

    expect(report.sequences.map(({ name, outcome, value }) => `${name} ${outcome} ${value ?? ''}`)).toEqual([
      'a_id_seq put-forward 5',
      'ahead unchanged 100',
      'b_id_seq unchanged 2',
      'backwards put-forward -7',
      'free put-forward 41',
    ]);
    await rollback.scratch.session.query("INSERT INTO a DEFAULT VALUES; INSERT INTO b (note) VALUES ('z')");
    expect(await rollback.lines('SELECT max(id) FROM a UNION ALL SELECT max(id) FROM b')).toEqual([
      '(6)',
      '(3)',
    ]);
  });

  it('does not overwrite values that the next up computes', async () => {
    const report = await roundTrip(change, {
      rows: three,
      again: users.replace('age int', 'age int GENERATED ALWAYS AS (id * 2) STORED'),
    });

    expect(misfits(report)).toEqual([]);
    expect(await rollback.lines('SELECT * FROM users ORDER BY id')).toEqual([
      '(1,a,2)',
      '(2,b,4)',
      '(3,c,6)',
    ]);
  });
});

describe('restore is rejected, with nothing restored,', () => {
  it('if the migrations are not applied, or if no table of the backup exists', async () => {
    await rollback.up(users);
    await rollback.scratch.session.query(three);
    await rollback.down('DROP TABLE users');

    await expect(rollback.restore()).rejects.toThrow('belongs to migrations that are not applied: 1_change');
    await rollback.up('CREATE TABLE other (id int)');
    await expect(rollback.restore()).rejects.toThrow('the schema of this database differs from the backup');
  });

  it.each([
    { title: 'a byte of the rows', at: 520, error: '1.copy in it has a wrong checksum' },
    { title: 'a byte of a header', at: 3, error: 'it is not a backup, or its headers are damaged' },
    { title: 'a byte of the manifest', at: 1600, error: 'manifest.json in it has a wrong checksum' },
    { title: 'the checksums', at: -1300, error: 'has a wrong checksum' },
  ])('if $title is damaged', async ({ at, error }) => {
    await rollback.up(users);
    await rollback.scratch.session.query(three);
    await rollback.down('DROP TABLE users');
    await rollback.up(users);
    const bytes = await readFile(rollback.path('backup'));
    const place = at < 0 ? bytes.lastIndexOf('1.copy') - 10 : at;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    await writeFile(rollback.path('damaged'), bytes);

    await expect(rollback.restore('damaged')).rejects.toThrow(error);
    expect(await rollback.lines('SELECT count(*) FROM users')).toEqual(['(0)']);
  });

  it('if the file is truncated at any block, or is another kind of file', async () => {
    await rollback.up(users);
    await rollback.scratch.session.query(three);
    await rollback.down('DROP TABLE users');
    await rollback.up(users);
    const bytes = await readFile(rollback.path('backup'));
    // Only the second of the two final blocks can be missing without a loss of data.
    for (let size = 0; size < bytes.length - 1024; size += 512) {
      await writeFile(rollback.path('cut'), bytes.subarray(0, size));
      await expect(rollback.restore('cut')).rejects.toThrow('truncated');
    }
    await writeFile(rollback.path('text'), 'SELECT 1;\n'.repeat(200));
    await expect(rollback.restore('text')).rejects.toThrow('it is not a backup');
    await expect(rollback.restore('nowhere')).rejects.toThrow('cannot be read');
  });
});

it('restore creates its temporary tables without firing the event triggers of the database', async () => {
  const { session } = rollback.scratch;
  const up = `${users}; CREATE TABLE notes (of_user int REFERENCES users)`;
  const report = await roundTrip(
    { up, down: 'DROP TABLE notes, users' },
    {
      rows: `${three}; INSERT INTO notes VALUES (1), (3)`,
      after: `CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no command'; END $$;
        CREATE EVENT TRIGGER guarded ON ddl_command_start EXECUTE FUNCTION guard();
        CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION guard()`,
    },
  ).finally(() => session.query('DROP EVENT TRIGGER guarded, dropped'));

  expect(report.tables.map(({ inserted }) => inserted)).toEqual([2, 3]);
});
