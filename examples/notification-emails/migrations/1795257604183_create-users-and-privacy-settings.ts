import type { MigrationBuilder } from 'node-pg-migrate';

/**
 * The tables that the tracking of notification e-mails extends. A database that has them already
 * starts with this migration recorded as a baseline, not applied: its `down` drops them.
 */
export function up(pgm: MigrationBuilder): void {
  createUsers(pgm);
  createPrivacySettings(pgm);
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable('user_privacy_settings');
  pgm.dropTable('users');
}

function createUsers(pgm: MigrationBuilder): void {
  pgm.createTable(
    'users',
    {
      userid: {
        type: 'uuid',
        primaryKey: true,
        comment: 'Key of the user at the identity provider, which makes it: there is no default.',
      },
      email: { type: 'text', notNull: true, unique: true, comment: 'Address that e-mails go to.' },
      created_at: {
        type: 'timestamp',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the user was added, in UTC.',
      },
      username: { type: 'text', notNull: true, unique: true, comment: 'Name the user signs in with.' },
      public_display_name: { type: 'text', comment: 'Name shown to others. Null: the username.' },
      admin_level: { type: 'integer', comment: 'How much the user may administer. Null: nothing.' },
      profile_picture_url: { type: 'text', comment: 'Address of the profile picture.' },
    },
    { ifNotExists: true, comment: 'Accounts: one row per person who takes part.' },
  );
}

function createPrivacySettings(pgm: MigrationBuilder): void {
  const shown = (what: string) => ({
    type: 'boolean',
    notNull: true,
    default: true,
    comment: `Whether others see ${what}; they do unless the user hides it.`,
  });
  const hidden = (what: string) => ({
    type: 'boolean',
    notNull: true,
    default: false,
    comment: `Whether others see ${what}; they do not unless the user shows it.`,
  });
  pgm.createTable(
    'user_privacy_settings',
    {
      id: {
        type: 'uuid',
        primaryKey: true,
        default: pgm.func('gen_random_uuid()'),
        comment: 'Surrogate key.',
      },
      user_id: {
        type: 'uuid',
        notNull: true,
        unique: true,
        references: 'users (userid)',
        referencesConstraintName: 'user_privacy_settings_user_id_fkey',
        onDelete: 'CASCADE',
        comment: 'Whose settings; they go with their user.',
      },
      show_stats: shown('the statistics of the user'),
      show_signups: shown('what the user has signed up for'),
      show_submissions: shown('what the user has submitted'),
      show_social_links: shown('the links to other profiles of the user'),
      show_embedded_media: shown('the media embedded in the profile'),
      show_votes: hidden('how the user has voted'),
      show_email: hidden('the e-mail address'),
      profile_bio: { type: 'text', comment: 'What the user says about themselves.' },
      created_at: {
        type: 'timestamp',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the settings were first made, in UTC.',
      },
      updated_at: {
        type: 'timestamp',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the settings last changed, in UTC; kept by the application.',
      },
    },
    {
      ifNotExists: true,
      comment: 'What others may see of a user: one row per user at most; without one the defaults hold.',
    },
  );
}
