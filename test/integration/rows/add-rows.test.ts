import { addRows } from '../../../src/rows/add-rows.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
});
afterAll(() => scratch.drop());

describe('rows that are added to tables with rows', () => {
  it.each([
    ['keys that the user gives', 'id int PRIMARY KEY'],
    ['keys of a sequence', 'id serial PRIMARY KEY'],
    ['random keys', 'id uuid PRIMARY KEY DEFAULT gen_random_uuid()'],
  ])('have other values than these for %s', async (_, key) => {
    const { session } = scratch;
    const rows = 20_000;
    const value = key.includes('uuid') ? "lpad(to_hex(i), 32, '0')::uuid" : 'i';
    await session.query('BEGIN');
    await session.query(
      `CREATE TABLE users (${key}, name text); CREATE TABLE posts (user_id ${key.split(' ')[1] === 'uuid' ? 'uuid' : 'int'} REFERENCES users)`,
    );
    await session.query(
      `INSERT INTO users SELECT ${value}, 'name ' || i FROM generate_series(1, ${rows}) AS i`,
    );
    if (key.includes('serial')) await session.query("SELECT setval('users_id_seq', $1)", [rows]);
    const added = await addRows(session, ['public.users', 'public.posts']);
    const { rows: counted } = await session.query('SELECT count(*)::int AS rows FROM users');
    await session.query('ROLLBACK');

    expect(added.map(({ outcome }) => outcome.kind)).toEqual(['filled', 'filled']);
    expect(counted).toEqual([{ rows: rows + 3 }]);
  });
});
