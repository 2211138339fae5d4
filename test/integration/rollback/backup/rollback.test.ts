import { writeFile } from 'node:fs/promises';
import { InexactRollback } from '../../../../src/run/run-migrations.js';
import { createKeptProject, isThere, type Halves, type KeptProject } from '../support/kept-project.js';

let kept: KeptProject;

beforeAll(async () => {
  kept = await createKeptProject();
});

beforeEach(() => kept.clear());

afterAll(() => kept.end());

const users: Halves = { up: 'CREATE TABLE users (id int PRIMARY KEY, mail text)', down: 'DROP TABLE users' };

const nicks: Halves = { up: 'ALTER TABLE users ADD nick text', down: 'ALTER TABLE users DROP nick' };

const index: Halves = {
  up: 'CREATE INDEX CONCURRENTLY users_mail ON users (mail)',
  down: 'DROP INDEX CONCURRENTLY users_mail',
  runs: 'alone',
};

const rows = "INSERT INTO users (id, mail) SELECT i, 'm' || i FROM generate_series(1, 3) AS i";

describe('rows that other sessions write', () => {
  it('cannot be written after the backup has begun, and are in it if they were written before', async () => {
    await kept.apply([users]);
    await kept.scratch.session.query(rows);
    const other = await kept.scratch.database.connect({ lockTimeout: 50 });
    const refused: unknown[] = [];
    const write = (id: number) => other.query(`INSERT INTO users VALUES (${id}, 'late')`);
    try {
      await kept.rollBack({
        around: (keep) => async (session, data) => {
          await write(4);
          const pending = await keep(session, data);
          await write(5).catch((error: unknown) => refused.push(error));
          expect((await other.query('SELECT FROM users')).rows).toHaveLength(4);
          return pending;
        },
      });
    } finally {
      await other.close();
    }

    expect(refused).toMatchObject([{ code: '55P03' }]);
    expect(await kept.lines('backup', 'users')).toEqual(['1\tm1', '2\tm2', '3\tm3', '4\tlate']);
  });

  it('restart the rollback if it would now destroy more than its trial did', async () => {
    await kept.apply([
      users,
      { up: 'CREATE TABLE old (id int)', down: "DELETE FROM users WHERE mail = 'new'; DROP TABLE old" },
    ]);
    const write = ["INSERT INTO users VALUES (7, 'new')", 'ALTER TABLE old ADD extra text'];
    const tables: (readonly string[])[] = [];
    await kept.rollBack({
      run: { traces: 'accepted' },
      around: (keep) => async (session, data) => {
        tables.push(data.losses.map(({ relation }) => relation.name));
        const next = write.shift();
        if (next !== undefined) await kept.scratch.session.query(next);
        return keep(session, data);
      },
    });

    expect(tables).toEqual([['old'], ['old', 'users'], ['old', 'users']]);
    expect(await kept.lines('backup', 'users')).toEqual(['7\tnew']);
    expect((await kept.manifest('backup')).tables[0]?.columns.map(({ name }) => name)).toEqual([
      'id',
      'extra',
    ]);
    expect(await kept.applied()).toEqual(['1_a']);
  });

  it('make the rollback fail if each attempt would destroy more than the one before', async () => {
    await kept.apply([users, { up: 'CREATE TABLE old (id int)', down: 'DROP TABLE old' }]);
    let column = 0;
    const rollingBack = kept.rollBack({
      run: { traces: 'accepted' },
      around: (keep) => async (session, data) => {
        await kept.scratch.session.query(`ALTER TABLE old ADD c${(column += 1)} int`);
        return keep(session, data);
      },
    });

    await expect(rollingBack).rejects.toThrow(
      'concurrent changes keep altering what this rollback would delete: public.old',
    );
    expect(await kept.applied()).toEqual(['1_a', '2_b']);
    expect(await isThere(kept.project, 'backup')).toBe(false);
  });
});

describe('a rollback of a range with a backup', () => {
  it('is one transaction and one backup of the tables before its first step', async () => {
    await kept.apply([users, nicks, { up: 'CREATE TABLE more (n int)', down: 'DROP TABLE more' }]);
    await kept.scratch.session.query(
      `${rows}; UPDATE users SET nick = 'n' || id; INSERT INTO more VALUES (1)`,
    );
    const results = await kept.rollBack({ target: { kind: 'all' } });
    const { migrations, tables } = await kept.manifest('backup');

    expect(results.map(({ migration }) => migration.name)).toEqual(['3_c', '2_b', '1_a']);
    expect(migrations).toEqual(['3_c', '2_b', '1_a']);
    expect(tables.map(({ name, what, rows: count }) => `${what} ${name} ${count}`)).toEqual([
      'table more 1',
      'table users 3',
    ]);
    expect(await kept.lines('backup', 'users')).toEqual(['1\tm1\tn1', '2\tm2\tn2', '3\tm3\tn3']);
    expect(await kept.applied()).toEqual([]);
  });

  it('does not start if one of its steps is not exact, and writes no file', async () => {
    await kept.apply([users, { up: "CREATE TYPE mood AS ENUM ('sad')", down: 'SELECT 1' }, nicks]);
    await kept.scratch.session.query(rows);

    await expect(kept.rollBack({ target: { kind: 'all' } })).rejects.toBeInstanceOf(InexactRollback);
    expect(await kept.applied()).toEqual(['1_a', '2_b', '3_c']);
    expect([await isThere(kept.project, 'backup'), await isThere(kept.project, 'backup.partial')]).toEqual([
      false,
      false,
    ]);
  });

  it('may begin and end with migrations that run without a transaction and destroy no rows', async () => {
    await kept.apply([
      users,
      index,
      nicks,
      { ...index, up: index.up.replace('_mail', '_m2'), down: index.down.replace('_mail', '_m2') },
    ]);
    await kept.scratch.session.query(`${rows}; UPDATE users SET nick = 'n'`);
    await kept.rollBack({ target: { kind: 'to', name: '1_a' } });

    expect((await kept.manifest('backup')).migrations).toEqual(['3_c']);
    expect(await kept.lines('backup', 'users')).toEqual(['1\tn', '2\tn', '3\tn']);
    expect(await kept.applied()).toEqual(['1_a']);
  });

  it('must not contain a migration without a transaction in the middle', async () => {
    await kept.apply([users, index, nicks]);

    await expect(kept.rollBack({ target: { kind: 'all' } })).rejects.toMatchObject({
      message:
        '2_b runs without a transaction between other migrations, so one backup cannot cover the range',
      remedy: 'Roll back in two steps, each with its own FILE: first roundtrip down 2_b --backup FILE.',
    });
    expect(await kept.applied()).toEqual(['1_a', '2_b', '3_c']);
  });

  it('reports what was rolled back before writing the backup failed', async () => {
    await kept.apply([users, index]);
    await kept.scratch.session.query(rows);
    const path = kept.project.path('backup');

    await expect(
      kept.rollBack({ target: { kind: 'all' }, progress: () => void writeFile(path, 'taken') }),
    ).rejects.toMatchObject({
      code: 'refused',
      remedy: expect.stringContaining('2_b had already been rolled back, without a transaction') as string,
    });
    expect(await kept.applied()).toEqual(['1_a']);
    expect(await kept.scratch.session.query('SELECT FROM users')).toMatchObject({ rowCount: 3 });
  });
});

describe('a rollback with a backup is rejected before anything runs', () => {
  it.each([
    { title: 'one that deletes rows without a transaction', down: 'DELETE FROM users' },
    { title: 'one that drops a table without a transaction', down: 'DROP TABLE users' },
    { title: 'a second statement behind a harmless one', down: 'DROP INDEX users_mail; DELETE FROM users' },
  ])('if it contains $title', async ({ down }) => {
    await kept.apply([users, { ...index, down }]);
    await kept.scratch.session.query(rows);

    await expect(kept.rollBack({})).rejects.toThrow(
      'the down of 2_b runs without a transaction, so it cannot be backed up',
    );
    expect(await kept.applied()).toEqual(['1_a', '2_b']);
    expect(await kept.scratch.session.query('SELECT FROM users')).toMatchObject({ rowCount: 3 });
  });

  it('if its file exists already, or cannot be created', async () => {
    await kept.apply([users, index]);
    await kept.project.write({ backup: 'mine' });

    await expect(kept.rollBack({ target: { kind: 'all' } })).rejects.toThrow('exists already');
    await expect(kept.rollBack({ target: { kind: 'all' }, file: 'no/where' })).rejects.toThrow(
      'cannot be written',
    );
    expect(await kept.applied()).toEqual(['1_a', '2_b']);
  });
});

it('a backup is also written without a history', async () => {
  await kept.apply([users]);
  await kept.scratch.session.query(rows);
  await kept.rollBack({ run: { history: 'off' } });

  expect(await kept.lines('backup', 'users')).toEqual(['1\tm1', '2\tm2', '3\tm3']);
  expect(await kept.applied()).toEqual([]);
});

it('a rollback with a backup waits for locks like other rollbacks, and writes the backup again in each attempt', async () => {
  await kept.apply([users]);
  await kept.scratch.session.query(rows);
  const other = await kept.scratch.database.connect();
  await other.query("BEGIN; INSERT INTO users VALUES (9, 'soon')");
  const clock = { random: () => 0, pause: () => other.query('COMMIT').then(() => undefined) };
  const options = await kept.rollBack({ run: { clock } }).finally(() => other.close());

  expect(options).toHaveLength(1);
  const kinds = kept.notes.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'waiting-for-lock')).toEqual(['retrying']);
  expect(await kept.lines('backup', 'users')).toEqual(['1\tm1', '2\tm2', '3\tm3', '9\tsoon']);
});
