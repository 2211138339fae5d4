import type { Session } from '../../../src/database/session.js';
import { applySuite } from '../../support/apply-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const insertUsers = `
INSERT INTO users (email, full_name, password_hash, created_at, updated_at)
SELECT 'user' || n || '@example.com', 'User ' || n, md5(n::text), timestamptz '2020-01-01' + n * interval '1 hour',
       timestamptz '2021-01-01' + n * interval '1 hour'
FROM generate_series(1, 10000) AS n`;

/** The number of users, and a hash of all columns that existed before the profiles. */
const summarise = `
SELECT count(*)::integer AS users,
       md5(string_agg(concat_ws('|', id, email, full_name, password_hash, created_at, updated_at), ',' ORDER BY id))
         AS contents
FROM users`;

const profileWork = { names: ['extend-users-with-profile', 'index-users-deletion'] };

async function summariseUsers(session: Session) {
  return (await session.query(summarise)).rows[0];
}

describe('extending a table of 10,000 users', () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await createScratch();
    await applySuite(scratch.session, { direction: 'up', names: ['create-users'] });
    await scratch.session.query(insertUsers);
  });

  afterAll(() => scratch.drop());

  it('keeps every row, both up and down', async () => {
    const { session } = scratch;
    const before = await summariseUsers(session);

    await applySuite(session, { direction: 'up', ...profileWork });
    const after = await summariseUsers(session);
    await applySuite(session, { direction: 'down', ...profileWork });

    expect(before).toMatchObject({ users: 10_000 });
    expect(after).toEqual(before);
    expect(await summariseUsers(session)).toEqual(before);
  });

  it('does not mark the profiles of existing users as updated', async () => {
    const { session } = scratch;
    await applySuite(session, { direction: 'up', ...profileWork });

    const { rows } = await session.query(`
      SELECT count(*)::integer AS untouched FROM users
      WHERE num_nulls(bio, location, website, profile_picture_url, profile_updated_at,
                      deletion_requested_at, deleted_at) = 7`);

    expect(rows).toEqual([{ untouched: 10_000 }]);
    await applySuite(session, { direction: 'down', ...profileWork });
  });

  it('sets the profile time of a new user to the time of the insert', async () => {
    const { session } = scratch;
    await applySuite(session, { direction: 'up', ...profileWork });

    const { rows } = await session.query(`
      INSERT INTO users (email, full_name, password_hash) VALUES ('new@example.com', 'New', 'x')
      RETURNING profile_updated_at = now() AS stamped`);

    expect(rows).toEqual([{ stamped: true }]);
  });
});
