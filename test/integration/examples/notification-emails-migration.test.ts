import { explain } from '../../support/explain.js';
import { createExample, type Example } from './support/example.js';

const findObjects = `
SELECT to_regtype('notification_email_type') IS NOT NULL AS enum,
       to_regclass('notification_emails_sent') IS NOT NULL AS "table",
       EXISTS (SELECT FROM pg_catalog.pg_attribute
               WHERE attrelid = 'user_privacy_settings'::regclass AND attname = 'notification_emails_enabled')
         AS "column"`;

/** The tables as they are before the migration. */
const insertUsers = `
INSERT INTO users (userid, email, username) VALUES
  ('00000000-0000-4000-8000-00000000000a', 'a@example.com', 'a'),
  ('00000000-0000-4000-8000-00000000000b', 'b@example.com', 'b');
INSERT INTO user_privacy_settings (user_id, show_votes, profile_bio) SELECT userid, true, username FROM users`;

/** 1,000 e-mails to each of 50 users: two a day, and every tenth failed. */
const fillEmails = `
INSERT INTO users (userid, email, username)
SELECT gen_random_uuid(), n || '@example.com', n FROM generate_series(1, 50) AS n;
INSERT INTO notification_emails_sent (user_id, email_type, sent_at, success)
SELECT userid, CASE WHEN n % 2 = 0 THEN 'new_notifications' ELSE 'outstanding_reminder' END::notification_email_type,
       timestamp '2026-01-15' - n * interval '12 hours', n % 10 > 0
FROM users, generate_series(1, 1000) AS n;
ANALYZE notification_emails_sent`;

const lastSent = `
SELECT sent_at FROM notification_emails_sent
WHERE user_id = (SELECT userid FROM users WHERE username = '7') AND email_type = 'new_notifications' AND success
ORDER BY sent_at DESC LIMIT 1`;

describe('the migration track-notification-emails', () => {
  let example: Example;

  beforeEach(async () => {
    example = await createExample('notification-emails', 'empty');
    await example.up(1);
    await example.session.query(insertUsers);
  });

  afterEach(() => example.drop());

  async function read(text: string) {
    return (await example.session.query(text)).rows;
  }

  it('keeps existing rows, and enables notifications for all users', async () => {
    const before = await read('SELECT * FROM user_privacy_settings ORDER BY id');

    await example.up(1);

    expect(await read('SELECT * FROM user_privacy_settings ORDER BY id')).toEqual(
      before.map((settings) => ({ ...settings, notification_emails_enabled: true })),
    );
  });

  it('leaves no enum, table or column behind, also when it is repeated', async () => {
    const found = [];
    for (let round = 0; round < 2; round += 1) {
      await example.up(1);
      found.push(...(await read(findObjects)));
      await example.down(1);
      found.push(...(await read(findObjects)));
    }

    const there = { enum: true, table: true, column: true };
    const gone = { enum: false, table: false, column: false };
    expect(found).toEqual([there, gone, there, gone]);
    expect(await read('SELECT username FROM users ORDER BY 1')).toEqual([
      { username: 'a' },
      { username: 'b' },
    ]);
  });

  it('uses an existing enum, and its down must not drop it', async () => {
    await example.session.query(
      "CREATE TYPE notification_email_type AS ENUM ('new_notifications', 'outstanding_reminder')",
    );

    await example.up(1);

    await expect(example.down(1)).rejects.toMatchObject({
      finding: { traces: [{ kind: 'type', name: 'public.notification_email_type', change: 'missing' }] },
    });
    expect(await read(findObjects)).toEqual([{ enum: true, table: true, column: true }]);
  });

  it('makes the last e-mail of a type to a user a lookup in one index', async () => {
    await example.up(1);
    await example.session.query(fillEmails);

    const { indexes, rows } = await explain(example.session, lastSent);

    expect(indexes).toContain('notification_emails_sent_user_id_email_type_sent_at_idx');
    expect(rows).toBe(1);
    expect(await read(lastSent)).toEqual([{ sent_at: new Date('2026-01-14T00:00:00') }]);
  });
});
