import type { SeedSession } from 'pg-roundtrip';

interface Preferences {
  /** Last digits of the id; never given to other preferences. */
  readonly number: string;
  readonly email: string;
  readonly theme: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly email_notifications: boolean | null;
  readonly push_notifications: boolean | null;
  readonly weekly_reports: boolean | null;
  readonly marketing_emails: boolean | null;
}

const stated = '2025-09-03T08:00:00Z';

/** What the columns have where nothing is said. */
const defaults = {
  theme: 'light',
  language: 'en',
  timezone: 'UTC',
  email_notifications: true,
  push_notifications: true,
  weekly_reports: false,
  marketing_emails: false,
};

/** Users who are not named here have stated nothing: they have no row. */
const people: readonly Preferences[] = [
  { number: '01', email: 'complete@example.com', ...defaults, language: 'en-GB', timezone: 'Europe/London' },
  { number: '02', email: 'member@example.com', ...defaults },
  { number: '03', email: 'theme-dark@example.com', ...defaults, theme: 'dark', language: 'pt-BR' },
  {
    number: '04',
    email: 'theme-system@example.com',
    ...defaults,
    theme: 'system',
    timezone: 'Asia/Kathmandu',
  },
  { number: '05', email: 'deleted@example.com', ...defaults, email_notifications: false },
  {
    number: '06',
    email: 'preferences-unset@example.com',
    theme: null,
    language: null,
    timezone: null,
    email_notifications: null,
    push_notifications: null,
    weekly_reports: null,
    marketing_emails: null,
  },
  {
    number: '07',
    email: 'preferences-longest@example.com',
    ...defaults,
    language: 'zh-Hant-TW',
    timezone: 'America/Argentina/ComodRivadavia',
  },
];

/** Every combination of wanted and unwanted messages, each with a user of its own. */
const combinations = Array.from({ length: 16 }, (_, combination): Preferences => {
  const wanted = combination.toString(2).padStart(4, '0');
  const wants = (place: number) => wanted[place] === '1';
  return {
    ...defaults,
    number: `1${wanted}`,
    email: `notify-${wanted}@example.com`,
    email_notifications: wants(0),
    push_notifications: wants(1),
    weekly_reports: wants(2),
    marketing_emails: wants(3),
  };
});

/** Users are found by their addresses: somebody may have made theirs anew, with another id. */
const insertPreferences = `
INSERT INTO user_preferences (id, user_id, theme, language, timezone, email_notifications, push_notifications,
                              weekly_reports, marketing_emails, created, updated)
SELECT $1, users.id, $3, $4, $5, $6, $7, $8, $9, $10, $10
FROM users
WHERE users.email = $2
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { number, email, theme, language, timezone, ...messages } of [...people, ...combinations]) {
    const { email_notifications, push_notifications, weekly_reports, marketing_emails } = messages;
    await session.query(insertPreferences, [
      ...[`00000000-0000-4000-b000-${number.padStart(12, '0')}`, email, theme, language, timezone],
      ...[email_notifications, push_notifications, weekly_reports, marketing_emails, stated],
    ]);
  }
}
