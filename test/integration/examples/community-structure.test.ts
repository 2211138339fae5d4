import { describeStructure, type Column } from './support/describe-structure.js';

const users: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['privy_did', 'character varying(255)', 'not null', null],
  ['email', 'character varying(255)', 'not null', null],
  ['username', 'character varying(50)', 'not null', null],
  ['display_name', 'character varying(100)', 'not null', null],
  ['bio', 'text', 'null', null],
  ['avatar_url', 'character varying(500)', 'null', null],
  ['ext_wallet', 'character varying(42)', 'null', null],
  ['app_wallet', 'character varying(42)', 'null', null],
  ['primary_auth_method', 'auth_method', 'not null', null],
  ['role', 'user_role', 'not null', "'member'::user_role"],
  ['account_status', 'account_status', 'not null', "'pending'::account_status"],
  ['invited_by_user_id', 'uuid', 'null', null],
  ['approved_by_user_id', 'uuid', 'null', null],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
  ['last_login_at', 'timestamp with time zone', 'not null', 'now()'],
  ['deleted_at', 'timestamp with time zone', 'null', null],
  ['privy_metadata', 'jsonb', 'not null', "'{}'::jsonb"],
  ['metadata', 'jsonb', 'not null', "'{}'::jsonb"],
];

const profiles: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['user_id', 'uuid', 'not null', null],
  ['city', 'character varying(100)', 'null', null],
  ['country', 'character varying(100)', 'null', null],
  ['country_code', 'character varying(2)', 'null', null],
  ['github_url', 'character varying(500)', 'null', null],
  ['twitter_url', 'character varying(500)', 'null', null],
  ['linkedin_url', 'character varying(500)', 'null', null],
  ['telegram_handle', 'character varying(100)', 'null', null],
  ['learning_tracks', 'learning_track[]', 'null', null],
  ['profile_visibility', 'profile_visibility', 'not null', "'public'::profile_visibility"],
  ['availability_status', 'availability_status', 'not null', "'available'::availability_status"],
  ['completed_bounties', 'integer', 'not null', '0'],
  ['total_earnings_usd', 'real', 'not null', '0'],
  ['profile_views', 'integer', 'not null', '0'],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
  ['deleted_at', 'timestamp with time zone', 'null', null],
  ['metadata', 'jsonb', 'not null', "'{}'::jsonb"],
];

const applications: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['user_id', 'uuid', 'null', null],
  ['motivation_text', 'text', 'not null', null],
  ['status', 'application_status', 'not null', "'pending'::application_status"],
  ['reviewed_by_user_id', 'uuid', 'null', null],
  ['reviewed_at', 'timestamp with time zone', 'null', null],
  ['review_notes', 'text', 'null', null],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
  ['metadata', 'jsonb', 'not null', "'{}'::jsonb"],
];

const invitations: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['inviter_user_id', 'uuid', 'not null', null],
  ['redeemer_user_id', 'uuid', 'null', null],
  ['invite_code', 'character varying(32)', 'not null', null],
  ['redeemed_at', 'timestamp with time zone', 'null', null],
  ['expires_at', 'timestamp with time zone', 'not null', null],
  ['status', 'character varying(20)', 'not null', "'pending'::character varying"],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
  ['metadata', 'jsonb', 'not null', "'{}'::jsonb"],
];

/** The definition of a foreign key to `users (id)` in pg_get_constraintdef, which omits NO ACTION. */
function toUsers(column: string, onDelete: 'CASCADE' | 'SET NULL'): string {
  return `FOREIGN KEY (${column}) REFERENCES users(id) ON DELETE ${onDelete}`;
}

/** The definition of a CHECK constraint with a regular expression on a nullable varchar column. */
function nullOrMatches(column: string, operator: '~' | '~*', pattern: string): string {
  return `CHECK (((${column} IS NULL) OR ((${column})::text ${operator} '${pattern}'::text)))`;
}

const constraints = {
  users_pkey: 'PRIMARY KEY (id)',
  users_privy_did_key: 'UNIQUE (privy_did)',
  users_email_key: 'UNIQUE (email)',
  users_username_key: 'UNIQUE (username)',
  users_invited_by_user_id_fkey: toUsers('invited_by_user_id', 'SET NULL'),
  users_approved_by_user_id_fkey: toUsers('approved_by_user_id', 'SET NULL'),
  users_email_check: String.raw`CHECK (((email)::text ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'::text))`,
  users_username_check: "CHECK (((username)::text ~ '^[a-z0-9_]{3,50}$'::text))",
  users_ext_wallet_check: nullOrMatches('ext_wallet', '~*', '^0x[a-fA-F0-9]{40}$'),
  users_app_wallet_check: nullOrMatches('app_wallet', '~*', '^0x[a-fA-F0-9]{40}$'),
  users_bio_check: 'CHECK ((char_length(bio) <= 280))',
  profiles_pkey: 'PRIMARY KEY (id)',
  profiles_user_id_key: 'UNIQUE (user_id)',
  profiles_user_id_fkey: toUsers('user_id', 'CASCADE'),
  profiles_country_code_check: nullOrMatches('country_code', '~', '^[A-Z]{2}$'),
  profiles_completed_bounties_check: 'CHECK ((completed_bounties >= 0))',
  profiles_total_earnings_usd_check: 'CHECK ((total_earnings_usd >= (0)::double precision))',
  profiles_profile_views_check: 'CHECK ((profile_views >= 0))',
  applications_pkey: 'PRIMARY KEY (id)',
  applications_user_id_key: 'UNIQUE (user_id)',
  applications_user_id_fkey: toUsers('user_id', 'SET NULL'),
  applications_reviewed_by_user_id_fkey: toUsers('reviewed_by_user_id', 'SET NULL'),
  applications_motivation_text_check: String.raw`CHECK ((motivation_text ~ '\S'::text))`,
  invitations_pkey: 'PRIMARY KEY (id)',
  invitations_invite_code_key: 'UNIQUE (invite_code)',
  invitations_inviter_user_id_fkey: toUsers('inviter_user_id', 'CASCADE'),
  invitations_redeemer_user_id_fkey: toUsers('redeemer_user_id', 'SET NULL'),
  invitations_invite_code_check: "CHECK (((invite_code)::text ~ '^[A-Za-z0-9_-]{16,32}$'::text))",
  invitations_status_check:
    "CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'redeemed'::character varying, " +
    "'expired'::character varying])::text[])))",
  invitations_redeemed_check: "CHECK ((((status)::text <> 'redeemed'::text) OR (redeemed_at IS NOT NULL)))",
};

const uniqueIndexes = {
  users_privy_did_key: 'UNIQUE users USING btree (privy_did)',
  users_email_key: 'UNIQUE users USING btree (email)',
  users_username_key: 'UNIQUE users USING btree (username)',
  profiles_user_id_key: 'UNIQUE profiles USING btree (user_id)',
  applications_user_id_key: 'UNIQUE applications USING btree (user_id)',
  invitations_invite_code_key: 'UNIQUE invitations USING btree (invite_code)',
};

const explicitIndexes = {
  users_privy_did_idx: 'users USING btree (privy_did)',
  users_email_idx: 'users USING btree (email)',
  users_username_idx: 'users USING btree (username)',
  users_ext_wallet_idx: 'users USING btree (ext_wallet) WHERE (ext_wallet IS NOT NULL)',
  users_app_wallet_idx: 'users USING btree (app_wallet) WHERE (app_wallet IS NOT NULL)',
  users_account_status_idx: 'users USING btree (account_status)',
  users_invited_by_user_id_idx: 'users USING btree (invited_by_user_id)',
  users_deleted_at_idx: 'users USING btree (deleted_at) WHERE (deleted_at IS NULL)',
  users_primary_auth_method_idx: 'users USING btree (primary_auth_method)',
  users_approved_by_user_id_idx: 'users USING btree (approved_by_user_id)',
  profiles_user_id_idx: 'profiles USING btree (user_id)',
  profiles_country_code_idx: 'profiles USING btree (country_code)',
  profiles_profile_visibility_availability_status_idx:
    'profiles USING btree (profile_visibility, availability_status)',
  profiles_deleted_at_idx: 'profiles USING btree (deleted_at) WHERE (deleted_at IS NULL)',
  profiles_completed_bounties_idx: 'profiles USING btree (completed_bounties)',
  profiles_total_earnings_usd_idx: 'profiles USING btree (total_earnings_usd)',
  profiles_learning_tracks_idx: 'profiles USING gin (learning_tracks)',
  applications_user_id_idx: 'applications USING btree (user_id)',
  applications_status_idx: 'applications USING btree (status)',
  applications_reviewed_by_user_id_idx: 'applications USING btree (reviewed_by_user_id)',
  applications_created_at_idx: 'applications USING btree (created_at)',
  applications_status_created_at_idx: 'applications USING btree (status, created_at)',
  invitations_inviter_user_id_idx: 'invitations USING btree (inviter_user_id)',
  invitations_redeemer_user_id_idx: 'invitations USING btree (redeemer_user_id)',
  invitations_invite_code_idx: 'invitations USING btree (invite_code)',
  invitations_status_idx: 'invitations USING btree (status)',
  invitations_inviter_user_id_status_idx:
    "invitations USING btree (inviter_user_id, status) WHERE ((status)::text = 'pending'::text)",
  invitations_expires_at_idx: 'invitations USING btree (expires_at)',
};

describeStructure('community', {
  tables: { users, profiles, applications, invitations },
  enums: {
    user_role: ['member', 'moderator', 'admin'],
    account_status: ['pending', 'active', 'suspended', 'banned'],
    auth_method: ['email', 'wallet', 'social'],
    profile_visibility: ['public', 'members', 'private'],
    availability_status: ['available', 'open_to_offers', 'unavailable'],
    learning_track: ['ai', 'crypto', 'privacy'],
    application_status: ['pending', 'approved', 'rejected'],
  },
  constraints,
  indexes: { ...uniqueIndexes, ...explicitIndexes },
  counts: {
    tables: 4,
    enums: 7,
    columns: 59,
    unique: 6,
    foreignKeys: 7,
    checks: 13,
    indexes: 34,
    explicitIndexes: 28,
  },
});
