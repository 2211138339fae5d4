import type { MigrationBuilder } from 'node-pg-migrate';

/** In SQL, because `createTable` cannot name a UNIQUE constraint. */
const createTable = `
CREATE TABLE IF NOT EXISTS profile_privacy_settings (
  id serial CONSTRAINT profile_privacy_settings_pkey PRIMARY KEY,
  user_id integer NOT NULL
    CONSTRAINT profile_privacy_settings_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
  field_name varchar(50) NOT NULL
    CONSTRAINT profile_privacy_settings_field_name_check
    CHECK (field_name IN ('email', 'bio', 'location', 'website', 'profile_picture')),
  is_public boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT profile_privacy_settings_user_id_field_name_key UNIQUE (user_id, field_name)
);`;

const comments = `
COMMENT ON TABLE profile_privacy_settings IS
  'Who may see which field of a profile: one row per user and field.';
COMMENT ON COLUMN profile_privacy_settings.id IS 'Surrogate key.';
COMMENT ON COLUMN profile_privacy_settings.user_id IS 'Whose profile; the setting goes with its user.';
COMMENT ON COLUMN profile_privacy_settings.field_name IS
  'Which field: email, bio, location, website or profile_picture.';
COMMENT ON COLUMN profile_privacy_settings.is_public IS 'Whether everybody sees the field; if not, its user only.';
COMMENT ON COLUMN profile_privacy_settings.created_at IS 'When the setting was first made.';
COMMENT ON COLUMN profile_privacy_settings.updated_at IS
  'When the setting last changed; kept by the application.';`;

export function up(pgm: MigrationBuilder): void {
  pgm.sql(createTable);
  pgm.sql(comments);
  pgm.createIndex('profile_privacy_settings', ['user_id', 'field_name'], {
    name: 'profile_privacy_settings_user_id_field_name_idx',
    ifNotExists: true,
  });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('profile_privacy_settings');
}
