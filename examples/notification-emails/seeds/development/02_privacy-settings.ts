import type { SeedSession } from 'pg-roundtrip';

interface PrivacySettings {
  /** Last digits of the id; never given to other settings. */
  readonly number: string;
  readonly username: string;
  /** A digit for each of `switches`: 1 is on, 0 is off. */
  readonly switched: string;
  readonly profile_bio?: string;
}

const switches = [
  'show_stats',
  'show_signups',
  'show_submissions',
  'show_social_links',
  'show_embedded_media',
  'show_votes',
  'show_email',
  'notification_emails_enabled',
] as const;

/** What the columns have where nothing is said. */
const defaults = '11111001';
const statedAt = '2025-09-02T08:00:00Z';

/** Users who are not named here have no settings: for them the defaults hold. */
const settings: readonly PrivacySettings[] = [
  {
    number: '01',
    username: 'complete',
    switched: '10101011',
    profile_bio: 'Sings a different song every month.',
  },
  {
    number: '03',
    username: 'unicode',
    switched: '01010101',
    profile_bio: 'Schreibt auf Deutsch, 中文 and 🦊.',
  },
  { number: '07', username: 'settings-default', switched: defaults },
  { number: '08', username: 'settings-all-shown', switched: '11111111' },
  { number: '09', username: 'settings-all-hidden', switched: '00000000' },
  { number: '10', username: 'emails-unwanted', switched: '11111000' },
  { number: '11', username: 'emails-unwanted-since', switched: '11111000' },
  { number: '12', username: 'news-yesterday', switched: defaults },
  { number: '16', username: 'failed-always', switched: defaults },
];

/** Users are found by their names: somebody may have made theirs anew, with another id. */
const insertSettings = `
INSERT INTO user_privacy_settings (id, user_id, profile_bio, created_at, updated_at, ${switches.join(', ')})
SELECT $1, users.userid, $3, $4, $4, ${switches.map((_, index) => `$${index + 5}`).join(', ')}
FROM users
WHERE users.username = $2
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { number, username, switched, profile_bio = null } of settings) {
    const id = `00000000-0000-4000-9000-${number.padStart(12, '0')}`;
    const values = switches.map((_, index) => switched[index] === '1');
    await session.query(insertSettings, [id, username, profile_bio, statedAt, ...values]);
  }
}
