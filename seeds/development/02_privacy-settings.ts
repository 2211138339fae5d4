import type { SeedSession } from '../../src/seed/seed-session.js';

interface PrivacySetting {
  readonly email: string;
  readonly field_name: string;
  readonly is_public: boolean;
}

const fieldNames = ['email', 'bio', 'location', 'website', 'profile_picture'] as const;
const statedAt = '2025-09-02T08:00:00Z';

/** Everything but the e-mail address is public. */
const completeProfile = settingsOf('complete@example.com', '01111');

/** Every combination of public and private fields, each with a user of its own. */
const combinations = Array.from({ length: 32 }, (_, combination) => {
  const shown = combination.toString(2).padStart(5, '0');
  return settingsOf(`privacy-${shown}@example.com`, shown);
}).flat();

/** The outer join guards against a second row without using up a number of the sequence. */
const insertSetting = `
INSERT INTO profile_privacy_settings (user_id, field_name, is_public, created_at, updated_at)
SELECT users.id, $2::varchar, $3::boolean, $4::timestamptz, $4::timestamptz
FROM users
LEFT JOIN profile_privacy_settings AS present
  ON present.user_id = users.id AND present.field_name = $2::varchar
WHERE users.email = $1::varchar AND present.id IS NULL
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { email, field_name, is_public } of [...completeProfile, ...combinations]) {
    await session.query(insertSetting, [email, field_name, is_public, statedAt]);
  }
}

/** `shown` has a digit for each field: 1 is public, 0 is private. */
function settingsOf(email: string, shown: string): readonly PrivacySetting[] {
  return fieldNames.map((field_name, index) => ({ email, field_name, is_public: shown[index] === '1' }));
}
