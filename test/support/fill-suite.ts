import type { Session } from '../../src/database/session.js';

/** The foreign keys are checked once at the end: a million single checks would double the time. */
const dropForeignKeys = `
ALTER TABLE profile_privacy_settings DROP CONSTRAINT profile_privacy_settings_user_id_fkey;
ALTER TABLE notification_preferences DROP CONSTRAINT notification_preferences_user_id_fkey;
ALTER TABLE profile_audit_log DROP CONSTRAINT profile_audit_log_user_id_fkey`;

const addForeignKeys = `
ALTER TABLE profile_privacy_settings ADD CONSTRAINT profile_privacy_settings_user_id_fkey
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE notification_preferences ADD CONSTRAINT notification_preferences_user_id_fkey
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE profile_audit_log ADD CONSTRAINT profile_audit_log_user_id_fkey
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`;

/**
 * 100,000 users since 2024. One in fifty has requested deletion, at some time in four years. Users who did so
 * before 16 December 2025, thirty days before 15 January 2026, are deleted, except for one in twenty, who are
 * due for deletion.
 */
const fillUsers = `
INSERT INTO users (email, full_name, password_hash, created_at, profile_updated_at, deletion_requested_at, deleted_at)
SELECT 'user' || n || '@example.com', 'User ' || n, 'x', timestamptz '2024-01-01' + n * interval '10 minutes',
       CASE WHEN n % 3 > 0 THEN timestamptz '2025-12-01' END, requested_at,
       CASE WHEN requested_at < timestamptz '2025-12-16' AND n % 1000 > 0 THEN requested_at + interval '30 days' END
FROM generate_series(1, 100000) AS n
CROSS JOIN LATERAL (
  SELECT CASE WHEN n % 50 = 0 THEN timestamptz '2026-01-15' - (n % 35000) * interval '1 hour' END
) AS request (requested_at)`;

const fillPrivacySettings = `
INSERT INTO profile_privacy_settings (user_id, field_name, is_public)
SELECT n, field_name, (n + length(field_name)) % 3 > 0
FROM generate_series(1, 100000) AS n,
     unnest(ARRAY['email', 'bio', 'location', 'website', 'profile_picture']) AS field_name`;

/** A million preferences, 7 of 10 enabled. */
const fillPreferences = `
INSERT INTO notification_preferences (user_id, channel, category, enabled)
SELECT n, channel, category, (n + length(channel) * length(category)) % 10 < 7
FROM generate_series(1, 100000) AS n,
     unnest(ARRAY['email', 'push']) AS channel,
     unnest(ARRAY['account_activity', 'product_updates', 'marketing', 'messages', 'updates']) AS category`;

/**
 * A million entries in the order of time, one a minute. The first 20,000 belong to user 2, who has no later
 * ones; of the others, one in fifty belongs to user 1, who is always active, and the rest is distributed over
 * all users.
 */
const fillAuditLog = `
INSERT INTO profile_audit_log (user_id, action, changes_json, ip_address, user_agent, created_at)
SELECT CASE WHEN n <= 20000 THEN 2 WHEN n % 50 = 0 THEN 1 ELSE n::bigint * 7919 % 100000 + 1 END,
       CASE WHEN n % 1000 = 0 THEN 'account_deletion_requested' WHEN n % 100 = 1 THEN 'password_changed'
            WHEN n % 10 = 2 THEN 'picture_uploaded' ELSE 'profile_updated' END,
       '{"bio": {"old": null, "new": "text"}}', '192.0.2.1', 'ExampleApp/3.2',
       timestamptz '2024-02-15' + n * interval '1 minute'
FROM generate_series(1, 1000000) AS n`;

/** Fills the empty tables of the suite to a size at which the choice of an index matters; takes about 20 seconds. */
export async function fillSuite(session: Session): Promise<void> {
  const fills = [fillUsers, fillPrivacySettings, fillPreferences, fillAuditLog];
  for (const statement of [dropForeignKeys, ...fills, addForeignKeys, 'VACUUM ANALYZE']) {
    await session.query(statement);
  }
}
