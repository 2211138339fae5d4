import { useFiller } from './filler.js';

const { withFilled } = useFiller();

/** A typical profile schema: value lists, limits and unique keys with CHECK and UNIQUE. */
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

/** A typical community schema: enums, regular expressions, and conditions on two columns. */
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

/** Conditions that are common in many projects. */
const conditions = `
CREATE TYPE app_status AS ENUM ('a','b');
CREATE DOMAIN posint AS int CHECK (value > 0);
CREATE DOMAIN email AS text CHECK (value ~ '^[^@\\s]+@[^@\\s]+$');
CREATE TYPE money_amount AS (cents posint, cur char(3));
CREATE TABLE t1 (id posint PRIMARY KEY, e email NOT NULL UNIQUE, m money_amount, ms email[] NOT NULL);
CREATE TABLE t2 (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x posint REFERENCES t1);
CREATE TABLE t3 (a int, b int, c int GENERATED ALWAYS AS (a + b) STORED, CHECK (c = 100),
  CHECK (a BETWEEN 10 AND 20));
CREATE TABLE t4 (id int PRIMARY KEY, d date NOT NULL DEFAULT current_date,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft','published')), published_at timestamptz,
  CHECK ((status = 'published') = (published_at IS NOT NULL)));
CREATE TABLE t5 (slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9]+(?:-[a-z0-9]+)*$'),
  percent numeric(5,2) CHECK (percent BETWEEN 0 AND 100), country char(2) CHECK (country = upper(country)),
  phone varchar(20) CHECK (phone ~ '^\\+[1-9][0-9]{6,14}$'), ip inet,
  lat double precision CHECK (lat >= -90 AND lat <= 90), lng float CHECK (lng >= -180 AND lng <= 180),
  rating int CHECK (rating IN (1,2,3,4,5)), hash char(64) CHECK (hash ~ '^[0-9a-f]{64}$'),
  color text CHECK (color ~* '^#([0-9a-f]{3}|[0-9a-f]{6})$'),
  currency char(3) CHECK (currency ~ '^[A-Z]{3}$'), year int CHECK (year >= 1900 AND year <= 2100),
  month smallint CHECK (month BETWEEN 1 AND 12), version text CHECK (version ~ '^\\d+\\.\\d+\\.\\d+$'),
  tz text CHECK (tz <> ''), cnt int NOT NULL DEFAULT 0 CHECK (cnt >= 0), maxc int NOT NULL DEFAULT 10,
  CHECK (cnt <= maxc));
CREATE TABLE t6 (tenant uuid NOT NULL, id uuid NOT NULL DEFAULT gen_random_uuid(), PRIMARY KEY (tenant,
  id), parent uuid, FOREIGN KEY (tenant, parent) REFERENCES t6 (tenant, id));
CREATE TABLE t7 (id serial PRIMARY KEY, tags text[] CHECK (array_length(tags, 1) BETWEEN 1 AND 3),
  j jsonb CHECK (j IS NULL OR jsonb_typeof(j) = 'object'), p point CHECK (p[0] >= 0),
  r int4range CHECK (lower(r) >= 0 AND upper(r) <= 100000));
CREATE TABLE t8 (owner_type text NOT NULL, user_id int, org_id int,
  CHECK ((owner_type = 'user' AND user_id IS NOT NULL AND org_id IS NULL) OR (owner_type = 'org' AND org_id IS NOT NULL AND user_id IS NULL)));
CREATE TABLE t9 (email text NOT NULL CHECK (email = lower(email) AND position('@' IN email) > 1),
  pw text NOT NULL CHECK (length(pw) >= 60), age int CHECK (age >= 18 AND age < 150),
  start_at timestamp NOT NULL, end_at timestamp, CHECK (end_at IS NULL OR end_at > start_at),
  CHECK (end_at - start_at <= INTERVAL '24 hours'));
CREATE TABLE t10 (a int NOT NULL, b int NOT NULL, c int NOT NULL, d int NOT NULL, e int NOT NULL,
  f int NOT NULL, g int NOT NULL, CHECK (a+b+c+d+e+f+g = 100), CHECK (a < b AND b < c));
CREATE TABLE t11 (k text NOT NULL, v text NOT NULL, UNIQUE (k, v), CHECK (k <> v));
CREATE TABLE t12 (id int PRIMARY KEY,
  code text UNIQUE NOT NULL CHECK (char_length(code) = 6 AND code = upper(code)));
CREATE TABLE t13 (iban text CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  isbn text CHECK (isbn ~ '^(97(8|9))?\\d{9}(\\d|X)$'), zip text CHECK (zip ~ '^\\d{5}(-\\d{4})?$'),
  ipv4 text CHECK (ipv4 ~ '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}'),
  uuidtext text CHECK (uuidtext ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
  semver text CHECK (semver ~ '^v?\\d+(\\.\\d+){0,2}(-[a-z]+)?$'),
  url text CHECK (url ~ '^(https?|ftp)://[^\\s/$.?#].[^\\s]*$'),
  mime text CHECK (mime ~ '^image/(png|jpe?g|webp)$'), cron text CHECK (cron ~ '^(\\S+\\s){4}\\S+$'),
  tw text CHECK (tw ~ '^@?(\\w){1,15}$'));
CREATE TABLE t14 (id text PRIMARY KEY DEFAULT ('x' || nextval('t2_id_seq')),
  n numeric NOT NULL DEFAULT 0.00 CHECK (n <> 0), s app_status NOT NULL DEFAULT 'a',
  f float8 CHECK (f > 0 AND f < 1), g numeric(3,2) CHECK (g > 0.5 AND g < 0.52),
  big bigint CHECK (big > 9007199254740), neg int CHECK (neg < -1000));
CREATE TABLE t15 (happened_at timestamptz NOT NULL CHECK (happened_at <= now()),
  d date CHECK (EXTRACT(dow FROM d) = 0), ym text CHECK (ym ~ '^\\d{4}-\\d{2}$'), wk int CHECK (wk % 2 = 1),
  half numeric CHECK (mod(half, 0.5) = 0));`;

/** Columns that are null in all rows of all filled tables. */
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

  it('fills every column of tables with many kinds of conditions', async () => {
    const { summary, empty } = await emptyColumns(conditions);
    expect(Object.entries(summary).filter(([, rows]) => rows !== 3)).toEqual([]);
    expect([Object.keys(summary).length, empty]).toEqual([15, []]);
  });

  it('prefers typical texts to other texts that match a regular expression', async () => {
    const [user] = await withFilled({ schema: community }, ({ readRows }) => readRows('public.users'));
    expect(user).toMatchObject({
      email: 'sample.1@example.com',
      display_name: 'Display name 1',
      ext_wallet: expect.stringMatching(/^0x[a-fA-F0-9]{40}$/) as string,
      role: 'moderator',
    });
  });
});
