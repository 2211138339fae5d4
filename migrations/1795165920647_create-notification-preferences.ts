import type { MigrationBuilder } from 'node-pg-migrate';

/** In SQL, because `createTable` cannot name a UNIQUE constraint. */
const createTable = `
CREATE TABLE IF NOT EXISTS notification_preferences (
  id serial CONSTRAINT notification_preferences_pkey PRIMARY KEY,
  user_id integer NOT NULL
    CONSTRAINT notification_preferences_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
  channel varchar(20) NOT NULL
    CONSTRAINT notification_preferences_channel_check CHECK (channel IN ('email', 'push', 'sms')),
  category varchar(50) NOT NULL
    CONSTRAINT notification_preferences_category_check
    CHECK (category IN ('account_activity', 'product_updates', 'marketing', 'messages', 'updates')),
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT notification_preferences_user_id_channel_category_key UNIQUE (user_id, channel, category)
);`;

const comments = `
COMMENT ON TABLE notification_preferences IS
  'What a user wants to be told, and how: one row per user, channel and category.';
COMMENT ON COLUMN notification_preferences.id IS 'Surrogate key.';
COMMENT ON COLUMN notification_preferences.user_id IS 'Whose preference; it goes with its user.';
COMMENT ON COLUMN notification_preferences.channel IS 'How the message travels: email, push or sms.';
COMMENT ON COLUMN notification_preferences.category IS
  'What the message is about: account_activity, product_updates, marketing, messages or updates.';
COMMENT ON COLUMN notification_preferences.enabled IS 'Whether the user wants these messages on this channel.';
COMMENT ON COLUMN notification_preferences.created_at IS 'When the preference was first stated.';
COMMENT ON COLUMN notification_preferences.updated_at IS
  'When the preference last changed; kept by the application.';`;

export function up(pgm: MigrationBuilder): void {
  pgm.sql(createTable);
  pgm.sql(comments);
  pgm.createIndex('notification_preferences', 'user_id', {
    name: 'notification_preferences_user_id_idx',
    ifNotExists: true,
  });
  pgm.createIndex('notification_preferences', 'enabled', {
    name: 'notification_preferences_enabled_idx',
    where: 'enabled',
    ifNotExists: true,
  });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('notification_preferences');
}
