/** A typical query on the schema, and the index that was created for it. */
export interface IndexQuery {
  readonly what: string;
  readonly sql: string;
  readonly index: string;
  /** Another index, which might be faster for the query. */
  readonly candidate?: string;
}

const lastEntriesOf = (user: string) =>
  `SELECT * FROM profile_audit_log WHERE user_id = (${user}) ORDER BY created_at DESC LIMIT 50`;

const inJune = "created_at >= '2025-06-01' AND created_at < '2025-07-01'";

/** Queries for the user with the middle number, as a literal in place of an application's parameter. */
export function indexQueries(users: number): readonly IndexQuery[] {
  const user = Math.floor(users / 2);
  const byUserAndTime = 'CREATE INDEX candidate ON profile_audit_log (user_id, created_at DESC)';
  const byActionAndTime = 'CREATE INDEX candidate ON profile_audit_log (action, created_at)';
  return [
    {
      what: 'privacy settings of a user',
      sql: `SELECT field_name, is_public FROM profile_privacy_settings WHERE user_id = ${user}`,
      index: 'profile_privacy_settings_user_id_field_name_idx',
    },
    {
      what: 'enabled preferences of a user',
      sql: `SELECT channel, category FROM notification_preferences WHERE user_id = ${user} AND enabled`,
      index: 'notification_preferences_user_id_idx',
    },
    {
      what: 'number of enabled preferences',
      sql: 'SELECT count(*) FROM notification_preferences WHERE enabled',
      index: 'notification_preferences_enabled_idx',
    },
    {
      what: 'last 50 entries of a user',
      sql: lastEntriesOf(String(user)),
      index: 'profile_audit_log_user_id_idx',
      candidate: byUserAndTime,
    },
    {
      what: 'last 50 entries of the busiest user',
      sql: lastEntriesOf('1'),
      index: 'profile_audit_log_user_id_idx',
      candidate: byUserAndTime,
    },
    {
      what: 'newest 50 entries',
      sql: 'SELECT * FROM profile_audit_log ORDER BY created_at DESC LIMIT 50',
      index: 'profile_audit_log_created_at_idx',
      candidate: 'CREATE INDEX candidate ON profile_audit_log (created_at)',
    },
    {
      what: 'entries of a day',
      sql: "SELECT * FROM profile_audit_log WHERE created_at >= '2025-06-01' AND created_at < '2025-06-02'",
      index: 'profile_audit_log_created_at_idx',
      candidate: 'CREATE INDEX candidate ON profile_audit_log USING brin (created_at)',
    },
    {
      what: 'a rare action in a month',
      sql: `SELECT * FROM profile_audit_log WHERE action = 'account_deletion_cancelled' AND ${inJune}`,
      index: 'profile_audit_log_action_idx',
      candidate: byActionAndTime,
    },
    {
      what: 'a common action in a month',
      sql: `SELECT * FROM profile_audit_log WHERE action = 'picture_removed' AND ${inJune}`,
      index: 'profile_audit_log_created_at_idx',
      candidate: byActionAndTime,
    },
    {
      what: 'users to purge',
      sql: `SELECT id FROM users
            WHERE deleted_at IS NULL AND deletion_requested_at < timestamptz '2026-01-15' - interval '30 days'`,
      index: 'users_deletion_requested_at_idx',
      candidate: `CREATE INDEX candidate ON users (deletion_requested_at)
                  WHERE deletion_requested_at IS NOT NULL AND deleted_at IS NULL`,
    },
    {
      what: 'number of users not deleted',
      sql: 'SELECT count(*) FROM users WHERE deleted_at IS NULL',
      index: 'users_deleted_at_idx',
    },
  ];
}
