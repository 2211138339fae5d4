import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { readConfig } from '../../../src/config/config.js';
import { cleanLoad } from '../../../src/seed/clean-load.js';
import { runLoad, type LoadOptions } from '../../../src/seed/run-load.js';
import { applySeeds } from '../../support/apply-seeds.js';
import { applySuite } from '../../support/apply-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const scale = 3000;

/** Records the migrations as `up` does; the test helper runs them without recording. */
const recordSuite = `
  INSERT INTO pgmigrations (name, run_on)
  SELECT m.name, now() FROM unnest(ARRAY['${readdirSync('migrations')
    .map((file) => parse(file).name)
    .join("', '")}']) AS m (name)`;

let scratch: Scratch;
let options: Omit<LoadOptions, 'size'>;

beforeAll(async () => {
  scratch = await createScratch();
  await applySuite(scratch.session, { direction: 'up' });
  const config = await readConfig({ flags: {}, env: {}, cwd: process.cwd() });
  const observer = { progress: () => undefined };
  options = { database: scratch.database, config, set: 'load', safety: 'checked', observer };
  await scratch.session.query(recordSuite);
  await applySeeds(scratch.session);
  await runLoad({ ...options, size: { kind: 'new', scale, seed: 1 } });
});

afterAll(() => scratch.drop());

/** The single value of a query. */
async function one(sql: string): Promise<unknown> {
  const { rows } = await scratch.session.query<{ value: unknown }>(`SELECT (${sql}) AS value`);
  return rows[0]?.value;
}

const loaded = "(SELECT * FROM users WHERE email ~ '[.][0-9]+@')";

describe('the load set of the profile schema', () => {
  it.each([
    { table: loaded, rows: scale },
    { table: 'profile_privacy_settings', rows: 5 * scale + 165 },
    { table: 'notification_preferences', rows: 4 * scale + 156 },
    { table: 'profile_audit_log', rows: 6 * scale + 12 },
  ])(
    'fills $table in proportion to the users, in addition to the development seeds',
    async ({ table, rows }) => {
      expect(await one(`SELECT count(*)::int FROM ${table} AS t`)).toBe(rows);
    },
  );

  it.each([
    {
      what: 'time before the three years, or after',
      sql: `SELECT count(*)::int FROM ${loaded} AS u
        WHERE NOT (created_at BETWEEN '2023-01-15' AND '2026-01-15')
           OR greatest(updated_at, profile_updated_at, deletion_requested_at, deleted_at) > '2026-01-15'`,
    },
    {
      what: 'account that changed before it was made',
      sql: `SELECT count(*)::int FROM ${loaded} AS u
        WHERE least(updated_at, profile_updated_at, deletion_requested_at, deleted_at) < created_at`,
    },
    {
      what: 'log entry from before the account',
      sql: `SELECT count(*)::int
        FROM profile_audit_log AS l JOIN ${loaded} AS u ON u.id = l.user_id WHERE l.created_at < u.created_at`,
    },
    {
      what: 'log entry from after the deletion',
      sql: `SELECT count(*)::int
        FROM profile_audit_log AS l JOIN ${loaded} AS u ON u.id = l.user_id WHERE l.created_at > u.deleted_at`,
    },
    {
      what: 'request for deletion without its log entry',
      sql: `SELECT count(*)::int FROM ${loaded} AS u
        WHERE deletion_requested_at IS NOT NULL AND NOT EXISTS (
          SELECT FROM profile_audit_log AS l WHERE l.user_id = u.id AND l.created_at = u.deletion_requested_at
            AND l.action = 'account_deletion_requested')`,
    },
    {
      what: 'log entry out of the order of time',
      sql: `SELECT count(*)::int FROM (
        SELECT created_at < lag(created_at) OVER (ORDER BY id) AS late FROM profile_audit_log WHERE id > 12) AS l
        WHERE late`,
    },
    {
      what: 'two users with the same picture',
      sql: `SELECT count(*)::int - count(DISTINCT profile_picture_url)::int
        FROM ${loaded} AS u WHERE profile_picture_url IS NOT NULL`,
    },
  ])('has no $what', async ({ sql }) => {
    expect(await one(sql)).toBe(0);
  });

  it.each([
    {
      what: 'users deleted',
      sql: `SELECT count(deleted_at)::float8 / count(*) FROM ${loaded} AS u`,
      from: 0.01,
      to: 0.02,
    },
    {
      what: 'users waiting for deletion',
      sql: `SELECT count(*)::float8 / ${scale} FROM ${loaded} AS u
        WHERE deletion_requested_at IS NOT NULL AND deleted_at IS NULL`,
      from: 0.0005,
      to: 0.003,
    },
    {
      what: 'users with a bio',
      sql: `SELECT count(bio)::float8 / count(*) FROM ${loaded} AS u`,
      from: 0.55,
      to: 0.65,
    },
    {
      what: 'e-mail addresses shown',
      sql: `SELECT avg(is_public::int)::float8 FROM profile_privacy_settings
        WHERE field_name = 'email' AND id > 165`,
      from: 0.05,
      to: 0.12,
    },
    {
      what: 'marketing wanted',
      sql: `SELECT avg(enabled::int)::float8 FROM notification_preferences
        WHERE category = 'marketing' AND id > 156`,
      from: 0.25,
      to: 0.35,
    },
    {
      what: 'entries of the busiest user',
      sql: `SELECT max(n)::float8 / ${6 * scale} FROM (
        SELECT count(*) AS n FROM profile_audit_log GROUP BY user_id) AS l`,
      from: 0.02,
      to: 0.1,
    },
    {
      what: 'users without an entry',
      sql: `SELECT count(*)::float8 / ${scale} FROM ${loaded} AS u
        WHERE NOT EXISTS (SELECT FROM profile_audit_log AS l WHERE l.user_id = u.id)`,
      from: 0.1,
      to: 0.3,
    },
    {
      what: 'users of the last year',
      sql: `SELECT count(*)::float8 / ${scale} FROM ${loaded} AS u
        WHERE created_at > '2025-01-15'`,
      from: 0.4,
      to: 0.6,
    },
  ])('has a share of $from to $to of $what', async ({ sql, from, to }) => {
    const share = Number(await one(sql));

    expect(share).toBeGreaterThanOrEqual(from);
    expect(share).toBeLessThanOrEqual(to);
  });

  it('has every action of the log, and realistic numbers of names, places and user agents', async () => {
    expect(await one('SELECT count(DISTINCT action)::int FROM profile_audit_log WHERE id > 12')).toBe(7);
    expect(Number(await one(`SELECT count(DISTINCT full_name)::int FROM ${loaded} AS u`))).toBeGreaterThan(
      0.9 * scale,
    );
    expect(Number(await one(`SELECT count(DISTINCT location)::int FROM ${loaded} AS u`))).toBeGreaterThan(
      0.4 * scale,
    );
    expect(
      Number(await one('SELECT count(DISTINCT user_agent)::int FROM profile_audit_log')),
    ).toBeGreaterThan(200);
  });

  it('is the same each time, and is removed without a trace in between', async () => {
    const first = await hashes();
    await cleanLoad(options);
    expect(await one('SELECT count(*)::int FROM users')).toBe(52);
    await runLoad({ ...options, size: { kind: 'new', scale, seed: 1 } });
    expect(await hashes()).toEqual(first);

    await cleanLoad(options);
    await runLoad({ ...options, size: { kind: 'new', scale: 10, seed: 1 } });
    expect(await one('SELECT count(*)::int FROM users')).toBe(62);
  });
});

async function hashes(): Promise<unknown> {
  const tables = ['users', 'profile_privacy_settings', 'notification_preferences', 'profile_audit_log'];
  return Promise.all(
    tables.map((table) => one(`SELECT md5(string_agg(t::text, ' ' ORDER BY id)) FROM ${table} AS t`)),
  );
}
