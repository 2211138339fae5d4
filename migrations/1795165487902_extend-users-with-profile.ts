import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  // roundtrip: allow add-column-check: all values are null when it reads them, one fast pass
  pgm.addColumns(
    'users',
    {
      bio: {
        type: 'text',
        check: 'char_length(bio) <= 500',
        comment: 'What the user says about themselves; at most 500 characters.',
      },
      location: { type: 'varchar(100)', comment: 'Where the user says they are; free text.' },
      website: {
        type: 'varchar(255)',
        check: "website ~* '^https?://'",
        comment: 'Home page of the user; an http or https address.',
      },
      profile_picture_url: { type: 'varchar(500)', comment: 'Address of the profile picture.' },
      profile_updated_at: {
        type: 'timestamptz',
        comment:
          'When the profile last changed; null for an account older than profiles, never updated since.',
      },
      deletion_requested_at: {
        type: 'timestamptz',
        comment: 'When the user asked for deletion; the account is purged 30 days later. Null: not asked.',
      },
      deleted_at: {
        type: 'timestamptz',
        comment: 'When the account was deleted softly: hidden, its rows still there. Null: not deleted.',
      },
    },
    { ifNotExists: true },
  );
  // A default given with the column would stamp every existing row with the time of this migration;
  // set afterwards, it holds for new rows only.
  pgm.alterColumn('users', 'profile_updated_at', { default: pgm.func('now()') });
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumns('users', [
    'deleted_at',
    'deletion_requested_at',
    'profile_updated_at',
    'profile_picture_url',
    'website',
    'location',
    'bio',
  ]);
}
