import { useFiller } from './filler.js';

const { withFilled } = useFiller();

/** A profile schema as many projects have it: value lists, limits and unique keys by CHECK and UNIQUE. */
const profiles = `
CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, full_name varchar(100) NOT NULL,
  password_hash varchar(255) NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), bio text CHECK (char_length(bio) <= 500), location varchar(100),
  website varchar(255) CHECK (website ~* '^https?://'), profile_picture_url varchar(500),
  profile_updated_at timestamptz DEFAULT now(), deletion_requested_at timestamptz, deleted_at timestamptz);
CREATE TABLE profile_privacy_settings (id serial PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  field_name varchar(50) NOT NULL CHECK (field_name IN ('email', 'bio', 'location', 'website', 'profile_picture')),
  is_public boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (user_id, field_name));
CREATE TABLE notification_preferences (id serial PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  channel varchar(20) NOT NULL CHECK (channel IN ('email', 'push', 'sms')),
  category varchar(50) NOT NULL
    CHECK (category IN ('account_activity', 'product_updates', 'marketing', 'messages', 'updates')),
  enabled boolean NOT NULL DEFAULT true, UNIQUE (user_id, channel, category));
CREATE TABLE profile_audit_log (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  action varchar(100) NOT NULL, changes_json jsonb, ip_address varchar(45), user_agent text,
  created_at timestamptz NOT NULL DEFAULT now())`;

/** A community schema: enums, regular expressions, and conditions over two columns. */
const community = `
CREATE TYPE user_role AS ENUM ('member', 'moderator', 'admin');
CREATE TYPE account_status AS ENUM ('pending', 'active', 'suspended', 'banned');
CREATE TYPE auth_method AS ENUM ('email', 'wallet', 'social');
CREATE TYPE profile_visibility AS ENUM ('public', 'members', 'private');
CREATE TYPE availability_status AS ENUM ('available', 'open_to_offers', 'unavailable');
CREATE TYPE learning_track AS ENUM ('ai', 'crypto', 'privacy');
CREATE TYPE application_status AS ENUM ('pending', 'approved', 'rejected');
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), privy_did varchar(255) NOT NULL UNIQUE,
  email varchar(255) NOT NULL UNIQUE CHECK (email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$'),
  username varchar(50) NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9_]{3,50}$'), display_name varchar(100) NOT NULL,
  bio text CHECK (char_length(bio) <= 280), avatar_url varchar(500),
  ext_wallet varchar(42) CHECK (ext_wallet IS NULL OR ext_wallet ~ '^0x[a-fA-F0-9]{40}$'),
  app_wallet varchar(42) CHECK (app_wallet IS NULL OR app_wallet ~* '^0x[a-f0-9]{40}$'),
  primary_auth_method auth_method NOT NULL, role user_role NOT NULL DEFAULT 'member',
  account_status account_status NOT NULL DEFAULT 'pending',
  invited_by_user_id uuid REFERENCES users ON DELETE SET NULL,
  approved_by_user_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz,
  privy_metadata jsonb NOT NULL DEFAULT '{}', metadata jsonb NOT NULL DEFAULT '{}');
CREATE TABLE profiles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE, city varchar(100), country varchar(100),
  country_code varchar(2) CHECK (country_code IS NULL OR country_code ~ '^[A-Z]{2}$'), github_url varchar(500),
  learning_tracks learning_track[], profile_visibility profile_visibility NOT NULL DEFAULT 'public',
  availability_status availability_status NOT NULL DEFAULT 'available',
  completed_bounties integer NOT NULL DEFAULT 0 CHECK (completed_bounties >= 0),
  total_earnings_usd real NOT NULL DEFAULT 0 CHECK (total_earnings_usd >= 0), metadata jsonb NOT NULL DEFAULT '{}');
CREATE TABLE applications (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid UNIQUE REFERENCES users ON DELETE SET NULL,
  motivation_text text NOT NULL CHECK (btrim(motivation_text) <> ''),
  status application_status NOT NULL DEFAULT 'pending', reviewed_by_user_id uuid REFERENCES users ON DELETE SET NULL,
  reviewed_at timestamptz, review_notes text);
CREATE TABLE invitations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  inviter_user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  redeemer_user_id uuid REFERENCES users ON DELETE SET NULL,
  invite_code varchar(32) NOT NULL UNIQUE CHECK (invite_code ~ '^[A-Za-z0-9_-]{16,32}$'), redeemed_at timestamptz,
  expires_at timestamptz NOT NULL,
  status varchar(20) NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'redeemed', 'expired')),
  CHECK (status <> 'redeemed' OR redeemed_at IS NOT NULL))`;

/** Columns of all filled tables that have no value in any row. */
const emptyColumns = (schema: string) =>
  withFilled({ schema }, async ({ outcomes, summary, readRows }) => {
    const empty: string[] = [];
    for (const { table } of outcomes) {
      const rows = await readRows(table);
      const names = Object.keys(rows[0] ?? {}).filter((name) => rows.every((row) => row[name] === null));
      empty.push(...names.map((name) => `${table}.${name}`));
    }
    return { summary, empty };
  });

describe('generateRows', () => {
  it('fills every column of a profile schema', async () => {
    expect(await emptyColumns(profiles)).toEqual({
      summary: {
        'public.users': 3,
        'public.profile_privacy_settings': 3,
        'public.notification_preferences': 3,
        'public.profile_audit_log': 3,
      },
      empty: [],
    });
  });

  it('fills every column of a community schema', async () => {
    expect(await emptyColumns(community)).toEqual({
      summary: { 'public.users': 3, 'public.profiles': 3, 'public.applications': 3, 'public.invitations': 3 },
      empty: [],
    });
  });

  it('prefers typical texts to those that an expression allows', async () => {
    const [user] = await withFilled({ schema: community }, ({ readRows }) => readRows('public.users'));
    expect(user).toMatchObject({
      email: 'sample.1@example.com',
      display_name: 'Display name 1',
      ext_wallet: expect.stringMatching(/^0x[a-fA-F0-9]{40}$/) as string,
      role: 'moderator',
    });
  });
});
