import type { MigrationBuilder } from 'node-pg-migrate';

/** Preferences are nullable: null is a preference that was taken back, and the application decides. */
export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'user_preferences',
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
        references: 'users (id)',
        referencesConstraintName: 'user_preferences_user_id_fkey',
        onDelete: 'CASCADE',
        comment: 'Whose preferences; they go with their user.',
      },
      theme: {
        type: 'varchar(50)',
        default: 'light',
        check: "theme IN ('light', 'dark', 'system')",
        comment: 'Colours of the interface: light, dark, or as the system says.',
      },
      language: {
        type: 'varchar(10)',
        default: 'en',
        comment: 'Language of the interface, with or without a region: en, pt-BR.',
      },
      timezone: {
        type: 'varchar(100)',
        default: 'UTC',
        comment: 'Time zone in which times are shown, by its IANA name.',
      },
      email_notifications: {
        type: 'boolean',
        default: true,
        comment: 'Whether the user wants notifications by e-mail.',
      },
      push_notifications: {
        type: 'boolean',
        default: true,
        comment: 'Whether the user wants notifications on their devices.',
      },
      weekly_reports: {
        type: 'boolean',
        default: false,
        comment: 'Whether the user wants a report every week.',
      },
      marketing_emails: {
        type: 'boolean',
        default: false,
        comment: 'Whether the user has agreed to advertising by e-mail.',
      },
      created: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the preferences were first stated.',
      },
      updated: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the preferences last changed; kept by the application.',
      },
    },
    {
      ifNotExists: true,
      comment: 'How a user wants the application to look and to write: one row per user at most.',
    },
  );
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('user_preferences');
}
