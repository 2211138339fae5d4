import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'profiles',
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
        referencesConstraintName: 'profiles_user_id_fkey',
        onDelete: 'CASCADE',
        comment: 'Whose profile; it goes with its user.',
      },
      city: { type: 'varchar(100)', comment: 'Where the user lives; free text.' },
      country: { type: 'varchar(100)', comment: 'Name of the country, as shown.' },
      country_code: {
        type: 'varchar(2)',
        // Not ~*, which would let small letters in.
        check: "country_code IS NULL OR country_code ~ '^[A-Z]{2}$'",
        comment: 'Country as two capitals (ISO 3166-1), to filter by.',
      },
      github_url: { type: 'varchar(500)', comment: 'Address of the user at GitHub.' },
      twitter_url: { type: 'varchar(500)', comment: 'Address of the user at Twitter.' },
      linkedin_url: { type: 'varchar(500)', comment: 'Address of the user at LinkedIn.' },
      telegram_handle: { type: 'varchar(100)', comment: 'Name of the user at Telegram.' },
      learning_tracks: {
        type: 'learning_track',
        array: true,
        comment: 'What the user learns: ai, crypto, privacy. Null: not said; empty: nothing.',
      },
      profile_visibility: {
        type: 'profile_visibility',
        notNull: true,
        default: 'public',
        comment: 'Who sees the profile: public, members or private.',
      },
      availability_status: {
        type: 'availability_status',
        notNull: true,
        default: 'available',
        comment: 'Whether the user can be asked to work: available, open_to_offers or unavailable.',
      },
      completed_bounties: {
        type: 'integer',
        notNull: true,
        default: 0,
        check: 'completed_bounties >= 0',
        comment: 'How many paid tasks the user has finished.',
      },
      total_earnings_usd: {
        type: 'real',
        notNull: true,
        default: 0,
        check: 'total_earnings_usd >= 0',
        comment:
          'What the user was paid for them, in US dollars; 6 significant digits, so no basis for accounts.',
      },
      profile_views: {
        type: 'integer',
        notNull: true,
        default: 0,
        check: 'profile_views >= 0',
        comment: 'How often the profile was looked at.',
      },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the profile was made.',
      },
      updated_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the profile last changed; kept by the application.',
      },
      deleted_at: {
        type: 'timestamptz',
        comment: 'When the profile was deleted softly. Null: not deleted.',
      },
      metadata: { type: 'jsonb', notNull: true, default: '{}', comment: 'What the application adds.' },
    },
    { ifNotExists: true, comment: 'What users show of themselves: at most one row per user.' },
  );
  createIndexes(pgm);
}

/** That of user_id repeats the index of the UNIQUE constraint. */
function createIndexes(pgm: MigrationBuilder): void {
  pgm.createIndex('profiles', 'user_id', { name: 'profiles_user_id_idx', ifNotExists: true });
  pgm.createIndex('profiles', 'country_code', { name: 'profiles_country_code_idx', ifNotExists: true });
  pgm.createIndex('profiles', ['profile_visibility', 'availability_status'], {
    name: 'profiles_profile_visibility_availability_status_idx',
    ifNotExists: true,
  });
  pgm.createIndex('profiles', 'deleted_at', {
    name: 'profiles_deleted_at_idx',
    where: 'deleted_at IS NULL',
    ifNotExists: true,
  });
  pgm.createIndex('profiles', 'completed_bounties', {
    name: 'profiles_completed_bounties_idx',
    ifNotExists: true,
  });
  pgm.createIndex('profiles', 'total_earnings_usd', {
    name: 'profiles_total_earnings_usd_idx',
    ifNotExists: true,
  });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('profiles');
}
