import type { SeedSession } from '../../src/seed/seed-session.js';

interface Preference {
  readonly email: string;
  readonly channel: string;
  readonly category: string;
  readonly enabled: boolean;
}

const channels = ['email', 'push', 'sms'] as const;
const categories = ['account_activity', 'product_updates', 'marketing', 'messages', 'updates'] as const;
const statedAt = '2025-09-02T08:00:00Z';

/** States some preferences only; the others are still to be chosen. */
const completeProfile: readonly Preference[] = [
  { channel: 'email', category: 'account_activity', enabled: true },
  { channel: 'email', category: 'product_updates', enabled: true },
  { channel: 'email', category: 'marketing', enabled: false },
  { channel: 'push', category: 'messages', enabled: true },
  { channel: 'push', category: 'updates', enabled: true },
  { channel: 'sms', category: 'account_activity', enabled: false },
].map((preference) => ({ email: 'complete@example.com', ...preference }));

/** Every channel with every category, enabled and disabled: all of them, none, one channel, one category. */
const combinations = ['all', 'none', ...channels, ...categories].flatMap((wanted) =>
  channels.flatMap((channel) =>
    categories.map((category): Preference => {
      const enabled = ['all', channel, category].includes(wanted);
      return { email: `notify-${wanted}@example.com`, channel, category, enabled };
    }),
  ),
);

/** The outer join guards against a second row without using up a number of the sequence. */
const insertPreference = `
INSERT INTO notification_preferences (user_id, channel, category, enabled, created_at, updated_at)
SELECT users.id, $2::varchar, $3::varchar, $4::boolean, $5::timestamptz, $5::timestamptz
FROM users
LEFT JOIN notification_preferences AS present
  ON present.user_id = users.id AND present.channel = $2::varchar AND present.category = $3::varchar
WHERE users.email = $1::varchar AND present.id IS NULL
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { email, channel, category, enabled } of [...completeProfile, ...combinations]) {
    await session.query(insertPreference, [email, channel, category, enabled, statedAt]);
  }
}
