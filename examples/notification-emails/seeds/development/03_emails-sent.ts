import type { SeedSession } from 'pg-roundtrip';

interface Email {
  /** Last digits of the id; never given to another e-mail. */
  readonly number: string;
  readonly username: string;
  readonly type: 'new_notifications' | 'outstanding_reminder';
  readonly at: string;
  /** Last digits of the notifications that it told of; left out: not known. */
  readonly notifications?: readonly string[];
  /** Left out: it was sent. */
  readonly error?: string;
}

const timeout = 'The mail server did not answer within 30 seconds.';

/** One for every state that an e-mail can be in; the times suppose that it is 15 January 2026. */
const emails: readonly Email[] = [
  {
    number: '01',
    username: 'complete',
    type: 'new_notifications',
    at: '2025-10-01T07:00:00Z',
    notifications: ['01'],
  },
  {
    number: '02',
    username: 'complete',
    type: 'outstanding_reminder',
    at: '2025-11-01T07:00:00Z',
    notifications: ['02', '03'],
  },
  // From before notifications were noted with their e-mails.
  { number: '03', username: 'complete', type: 'new_notifications', at: '2025-09-05T07:00:00Z' },
  // It was sent, and the user did not want any later.
  {
    number: '04',
    username: 'emails-unwanted-since',
    type: 'new_notifications',
    at: '2025-12-01T07:00:00Z',
    notifications: ['04'],
  },
  {
    number: '05',
    username: 'news-yesterday',
    type: 'new_notifications',
    at: '2026-01-14T07:00:00Z',
    notifications: ['05'],
  },
  {
    number: '06',
    username: 'news-last-month',
    type: 'new_notifications',
    at: '2025-12-14T07:00:00Z',
    notifications: ['06'],
  },
  {
    number: '07',
    username: 'reminded-yesterday',
    type: 'outstanding_reminder',
    at: '2026-01-14T07:00:00Z',
    notifications: ['07'],
  },
  // The second attempt succeeded.
  {
    number: '08',
    username: 'failed-once',
    type: 'new_notifications',
    at: '2026-01-13T07:00:00Z',
    notifications: [],
    error: timeout,
  },
  {
    number: '09',
    username: 'failed-once',
    type: 'new_notifications',
    at: '2026-01-13T08:00:00Z',
    notifications: ['08'],
  },
  {
    number: '10',
    username: 'failed-always',
    type: 'new_notifications',
    at: '2026-01-13T07:00:00Z',
    notifications: [],
    error: timeout,
  },
  {
    number: '11',
    username: 'failed-always',
    type: 'outstanding_reminder',
    at: '2026-01-14T07:00:00Z',
    notifications: [],
    error: '550 5.1.1 unknown user: "failed-always" 邮箱不存在',
  },
];

/** One a day for a month, of both types in turn. */
const manyEmails = Array.from({ length: 30 }, (_, index): Email => {
  const day = String(index + 1).padStart(2, '0');
  return {
    number: `1${day}`,
    username: 'many-emails',
    type: index % 2 === 0 ? 'new_notifications' : 'outstanding_reminder',
    at: `2025-11-${day}T07:00:00Z`,
    notifications: [`1${day}`, `2${day}`],
  };
});

/** Users are found by their names: somebody may have made theirs anew, with another id. */
const insertEmail = `
INSERT INTO notification_emails_sent (id, user_id, email_type, sent_at, notification_ids, success, error_message)
SELECT $1, users.userid, $3, $4, $5, $6::text IS NULL, $6
FROM users
WHERE users.username = $2
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { number, username, type, at, notifications, error = null } of [...emails, ...manyEmails]) {
    const id = `00000000-0000-4000-a000-${number.padStart(12, '0')}`;
    const ids = notifications?.map((one) => `00000000-0000-4000-b000-${one.padStart(12, '0')}`) ?? null;
    await session.query(insertEmail, [id, username, type, at, ids, error]);
  }
}
