import { changes } from './change.js';

export const typeChanges = changes([
  ['a new enum', "CREATE TYPE app.size AS ENUM ('s', 'm', 'l')"],
  ['a dropped enum', 'DROP TYPE "Odd Schema"."Odd Type" CASCADE', { limit: '"Odd Schema"."Odd Table"' }],
  ['a label at the end', "ALTER TYPE app.status ADD VALUE 'lost'"],
  ['a label in the middle', "ALTER TYPE app.status ADD VALUE 'late' BEFORE 'done'"],
  ['a label of a type that few things use', "ALTER TYPE app.mood ADD VALUE 'angry' BEFORE 'sad'"],
  ['a label with quotes', `ALTER TYPE "Odd Schema"."Odd Type" ADD VALUE 'it''s "new"'`],
  ['a renamed label', "ALTER TYPE app.status RENAME VALUE 'open' TO 'opened'"],
  ['a renamed label of an expression', "ALTER TYPE app.status RENAME VALUE 'done' TO 'finished'"],
  ['another owner of an enum', 'ALTER TYPE app.status OWNER TO pair_writer'],
  ['a privilege on an enum', 'GRANT USAGE ON TYPE app.status TO pair_writer'],
  ['a revoked privilege on an enum', 'REVOKE USAGE ON TYPE app.status FROM PUBLIC'],
  ['a comment on an enum', "COMMENT ON TYPE app.mood IS 'how they feel'"],
  ['a removed comment on an enum', 'COMMENT ON TYPE app.status IS NULL'],
  ['a renamed enum', 'ALTER TYPE app.mood RENAME TO feeling'],
  ['an enum in another schema', 'ALTER TYPE app.mood SET SCHEMA audit'],
  ['a new composite type', 'CREATE TYPE app.pair AS (a integer, b app.status)'],
  ['a new attribute', 'ALTER TYPE app.person ADD ATTRIBUTE age integer'],
  ['a dropped attribute', 'ALTER TYPE app.person DROP ATTRIBUTE home'],
  ['a dropped attribute of a type of a table', 'ALTER TYPE app.address DROP ATTRIBUTE city CASCADE'],
  ['a new attribute of a type of a table', 'ALTER TYPE app.address ADD ATTRIBUTE country text CASCADE'],
  [
    'another type of an attribute',
    'CREATE TYPE app.pair AS (a integer, b app.status); ALTER TYPE app.pair ALTER ATTRIBUTE a TYPE bigint',
  ],
  ['a comment on an attribute', "COMMENT ON COLUMN app.address.city IS 'town'"],
  ['a new range', 'CREATE TYPE app.time_range AS RANGE (subtype = time)'],
  ['a dropped range', 'DROP TYPE app.float_range'],
  [
    'another range',
    'DROP TYPE app.float_range; CREATE TYPE app.float_range AS RANGE (subtype = double precision)',
  ],
  [
    'a new domain',
    "CREATE DOMAIN app.zip AS text DEFAULT 'x' NOT NULL CONSTRAINT five CHECK (length(VALUE) = 5)",
  ],
  ['a dropped domain', 'DROP DOMAIN app.positive CASCADE'],
  ['another default of a domain', "ALTER DOMAIN app.short_text SET DEFAULT 'empty'"],
  ['a dropped default of a domain', 'ALTER DOMAIN app.short_text DROP DEFAULT'],
  ['NOT NULL of a domain', 'ALTER DOMAIN app.short_text SET NOT NULL'],
  ['a dropped NOT NULL of a domain', 'ALTER DOMAIN app.positive DROP NOT NULL'],
  ['a new check of a domain', "ALTER DOMAIN app.short_text ADD CONSTRAINT not_x CHECK (VALUE <> 'x')"],
  [
    'a check of a domain that is not valid',
    "ALTER DOMAIN app.short_text ADD CONSTRAINT not_x CHECK (VALUE <> 'x') NOT VALID",
  ],
  ['a dropped check of a domain', 'ALTER DOMAIN app.short_text DROP CONSTRAINT short_enough'],
  [
    'another check of a domain',
    "ALTER DOMAIN app.email DROP CONSTRAINT email_check; ALTER DOMAIN app.email ADD CONSTRAINT email_check CHECK (VALUE ~ '.@.')",
  ],
  ['another owner of a domain', 'ALTER DOMAIN app.email OWNER TO pair_owner'],
  [
    'a comment on a constraint of a domain',
    'COMMENT ON CONSTRAINT short_enough ON DOMAIN app.short_text IS NULL',
  ],
  [
    'a new base type of a domain',
    'ALTER TABLE app.customers ALTER COLUMN nickname TYPE text; DROP DOMAIN app.short_text; CREATE DOMAIN app.short_text AS varchar(40); ALTER TABLE app.customers ALTER COLUMN nickname TYPE app.short_text',
  ],
  [
    'a new collation',
    "CREATE COLLATION app.french (provider = icu, locale = 'fr-FR', deterministic = false)",
  ],
  ['a dropped collation', 'DROP COLLATION app.plain'],
  ['a comment on a collation', 'COMMENT ON COLLATION app.german IS NULL'],
]);

/** Removing or reordering labels requires a new type, and re-creating all its dependents. */
const recreateStatus = (labels: string, more = ''): string => `
  DROP VIEW app.large_orders; DROP FUNCTION app.count_orders(); DROP VIEW app.open_orders;
  DROP INDEX app.orders_open_idx; DROP INDEX app.orders_rank_idx; DROP FUNCTION app.rank_of(app.status);
  DROP POLICY all_orders ON app.orders; ALTER TABLE app.orders DROP CONSTRAINT status_known;
  DROP STATISTICS app.order_statistics;
  ALTER TABLE app.orders ALTER COLUMN status DROP DEFAULT, ALTER COLUMN history DROP DEFAULT;
  ALTER TYPE app.status RENAME TO old_status; CREATE TYPE app.status AS ENUM (${labels}); ALTER TYPE app.status OWNER TO pair_owner;
  GRANT USAGE ON TYPE app.status TO pair_reader; COMMENT ON TYPE app.status IS 'state of an order';
  ALTER TABLE app.orders ALTER COLUMN status TYPE app.status USING status::text::app.status,
    ALTER COLUMN history TYPE app.status[] USING history::text[]::app.status[];
  DROP TYPE app.old_status;
  ALTER TABLE app.orders ALTER COLUMN status SET DEFAULT 'new', ALTER COLUMN history SET DEFAULT '{new}';
  CREATE FUNCTION app.rank_of(value app.status) RETURNS integer LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE value WHEN 'new' THEN 1 ELSE 2 END $$;
  CREATE STATISTICS app.order_statistics (dependencies, ndistinct) ON customer_id, status FROM app.orders;
  COMMENT ON STATISTICS app.order_statistics IS 'they depend';
  CREATE INDEX orders_rank_idx ON app.orders (app.rank_of(status), quantity);
  ALTER INDEX app.orders_rank_idx ALTER COLUMN 1 SET STATISTICS 300; ${more}`;

export const labelChanges = changes([
  ['a removed label', recreateStatus("'new', 'open', 'done'")],
  [
    'labels in another order',
    recreateStatus(
      "'done', 'on hold', 'open', 'new'",
      "ALTER TABLE app.orders ADD CONSTRAINT status_known CHECK (status <> 'on hold'::app.status OR quantity > 0)",
    ),
  ],
  [
    'a removed label of a type with an operator class',
    `ALTER TABLE app.customers ALTER COLUMN mood DROP DEFAULT; DROP INDEX app.customers_mood_idx;
    DROP OPERATOR FAMILY app.mood_family USING hash CASCADE; DROP OPERATOR app.== (app.mood, app.mood); DROP CAST (app.mood AS integer); DROP FUNCTION app.mood_to_int, app.hash_mood, app.equal_moods;
    ALTER TYPE app.mood RENAME TO old_mood; CREATE TYPE app.mood AS ENUM ('ok', 'happy'); ALTER TABLE app.customers ALTER COLUMN mood TYPE app.mood USING mood::text::app.mood; DROP TYPE app.old_mood;
    ALTER TABLE app.customers ALTER COLUMN mood SET DEFAULT 'ok'`,
  ],
  [
    'a removed label of an array',
    `ALTER TABLE "Odd Schema"."Odd Table" ADD COLUMN list "Odd Schema"."Odd Type"[] DEFAULT '{}';
    ALTER TABLE "Odd Schema"."Odd Table" ALTER COLUMN "a b" DROP DEFAULT, ALTER COLUMN list DROP DEFAULT;
    ALTER TYPE "Odd Schema"."Odd Type" RENAME TO old; CREATE TYPE "Odd Schema"."Odd Type" AS ENUM ('C d');
    ALTER TABLE "Odd Schema"."Odd Table" ALTER COLUMN "a b" TYPE "Odd Schema"."Odd Type" USING "a b"::text::"Odd Schema"."Odd Type",
      ALTER COLUMN list TYPE "Odd Schema"."Odd Type"[] USING list::text[]::"Odd Schema"."Odd Type"[]; DROP TYPE "Odd Schema".old`,
  ],
]);
