import { explain } from '../../support/explain.js';
import { createExample, type Example } from './support/example.js';

const rows = 20_000;

const numberedUsers = `generate_series(1, ${rows}) AS n JOIN users ON username = 'user_' || n`;

/**
 * One user in a thousand learns about privacy, one in ten has a wallet, and one in a hundred was approved by
 * the first user and has a pending application.
 */
const fills = [
  `INSERT INTO users (privy_did, email, username, display_name, ext_wallet, primary_auth_method)
   SELECT 'did:privy:' || n, 'user' || n || '@example.com', 'user_' || n, 'User ' || n,
          CASE WHEN n % 10 = 0 THEN '0x' || lpad(to_hex(n), 40, '0') END, 'email'
   FROM generate_series(1, ${rows}) AS n`,
  `UPDATE users SET approved_by_user_id = (SELECT id FROM users WHERE username = 'user_1')
   WHERE username LIKE '%00'`,
  `INSERT INTO profiles (user_id, learning_tracks)
   SELECT id, CASE WHEN n % 1000 = 0 THEN '{ai,privacy}' ELSE '{ai,crypto}' END::learning_track[]
   FROM ${numberedUsers}`,
  `INSERT INTO applications (user_id, motivation_text, status, created_at)
   SELECT id, 'To learn.', CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'approved' END::application_status,
          timestamptz '2026-01-01' - n * interval '1 minute'
   FROM ${numberedUsers}`,
  `INSERT INTO invitations (inviter_user_id, invite_code, expires_at)
   SELECT id, 'invitation-' || lpad(n::text, 8, '0'), timestamptz '2026-01-01' + n * interval '1 minute'
   FROM ${numberedUsers}`,
];

describe(`the indexes of examples/community at ${rows} users`, () => {
  let example: Example;

  beforeAll(async () => {
    example = await createExample('community', 'migrated');
    for (const fill of [...fills, 'VACUUM ANALYZE']) await example.session.query(fill);
  });

  afterAll(() => example.drop());

  it.each([
    {
      what: 'whoever learns a rare track',
      query: "SELECT user_id FROM profiles WHERE learning_tracks @> '{privacy}'",
      by: 'profiles_learning_tracks_idx',
      found: 20,
    },
    {
      what: 'the user with a wallet',
      query: `SELECT id FROM users WHERE ext_wallet = '0x${'a'.padStart(40, '0')}'`,
      by: 'users_ext_wallet_idx',
      found: 1,
    },
    {
      what: 'whom somebody has let in, as when that user is deleted',
      query: `SELECT id FROM users
              WHERE approved_by_user_id = (SELECT id FROM users WHERE display_name = 'User 1')`,
      by: 'users_approved_by_user_id_idx',
      found: 200,
    },
    {
      what: 'the oldest pending applications',
      query: "SELECT id FROM applications WHERE status = 'pending' ORDER BY created_at LIMIT 20",
      by: 'applications_status_created_at_idx',
      found: 20,
    },
    {
      what: 'the invitations that expire in an hour',
      query: `SELECT id FROM invitations WHERE expires_at > '2026-01-02' AND expires_at <= '2026-01-02 01:00'`,
      by: 'invitations_expires_at_idx',
      found: 60,
    },
  ])('$by is used to find $what', async ({ query, by, found }) => {
    const { indexes, rows } = await explain(example.session, query);

    expect({ indexes, rows }).toEqual({ indexes: [by], rows: found });
  });
});
