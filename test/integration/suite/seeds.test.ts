import { owns } from '../../../seeds/development/01_users.js';
import type { Session } from '../../../src/database/session.js';
import { applySeeds } from '../../support/apply-seeds.js';
import { applySuite } from '../../support/apply-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import {
  countAccountStates,
  listActions,
  listPreferenceStates,
  listPrivacyCombinations,
  readSeededRows,
} from '../../support/seeded-rows.js';

/**
 * Includes row versions and sequences, because a second run must not even rewrite a row or use a sequence.
 */
async function readTraces(session: Session): Promise<unknown> {
  const tables = ['users', 'profile_privacy_settings', 'notification_preferences', 'profile_audit_log'];
  const versions = tables.map((table) => `SELECT '${table}' AS name, xmin::text, ctid::text FROM ${table}`);
  const { rows } = await session.query(`${versions.join(' UNION ALL ')} ORDER BY name, ctid`);
  const sequences = await session.query(
    'SELECT sequencename, last_value FROM pg_catalog.pg_sequences ORDER BY 1',
  );
  return { rows, sequences: sequences.rows, contents: await readSeededRows(session) };
}

async function createSeeded(): Promise<Scratch> {
  const scratch = await createScratch();
  await applySuite(scratch.session, { direction: 'up' });
  await applySeeds(scratch.session);
  return scratch;
}

describe('the development seeds', () => {
  let scratch: Scratch;

  beforeEach(async () => {
    scratch = await createSeeded();
  });

  afterEach(() => scratch.drop());

  it('change nothing at a second run', async () => {
    const once = await readTraces(scratch.session);

    await applySeeds(scratch.session);

    expect(await readTraces(scratch.session)).toEqual(once);
  });

  it('insert the same rows in every database', async () => {
    const other = await createSeeded();
    try {
      expect(await readSeededRows(other.session)).toEqual(await readSeededRows(scratch.session));
    } finally {
      await other.drop();
    }
  });

  it('keep changes by a developer, and restore deleted rows', async () => {
    const { session } = scratch;
    const { users, profile_audit_log } = await readSeededRows(session);
    await session.query("UPDATE users SET bio = 'mine' WHERE email = 'complete@example.com'");
    await session.query("DELETE FROM users WHERE email = 'deletion-cancelled@example.com'");

    await applySeeds(session);

    const after = await readSeededRows(session);
    expect(after.users).toHaveLength(users.length);
    expect(after.profile_audit_log).toHaveLength(profile_audit_log.length);
    expect(after.users).toContainEqual(
      expect.objectContaining({ email: 'complete@example.com', bio: 'mine' }),
    );
  });

  it('have the number of rows that docs/schema.md lists', async () => {
    const counts = Object.entries(await readSeededRows(scratch.session)).map(([table, rows]) => [
      table,
      rows.length,
    ]);

    expect(Object.fromEntries(counts)).toEqual({
      users: 52,
      profile_privacy_settings: 165,
      notification_preferences: 156,
      profile_audit_log: 12,
    });
  });

  it('have users in every state', async () => {
    expect(countAccountStates(await readSeededRows(scratch.session))).toEqual({
      active: 48,
      'deletion requested': 2,
      'deleted after a request': 1,
      'deleted without a request': 1,
      'profile never updated': 1,
      'complete profile': 34,
      'longest texts': 1,
    });
  });

  it('have every combination of public fields', async () => {
    expect(listPrivacyCombinations(await readSeededRows(scratch.session))).toHaveLength(2 ** 5);
  });

  it('have every category, enabled and disabled, on every channel', async () => {
    const states = ['email', 'push', 'sms'].flatMap((channel) =>
      ['account_activity', 'product_updates', 'marketing', 'messages', 'updates'].flatMap((category) => [
        `${channel}/${category} true`,
        `${channel}/${category} false`,
      ]),
    );

    expect(listPreferenceStates(await readSeededRows(scratch.session))).toEqual(states.sort());
  });

  it('have a log entry of every action', async () => {
    expect(listActions(await readSeededRows(scratch.session))).toEqual([
      'account_deletion_cancelled',
      'account_deletion_requested',
      'password_changed',
      'picture_removed',
      'picture_uploaded',
      'privacy_changed',
      'profile_updated',
    ]);
  });

  it('contain the example of the specification', async () => {
    const { rows } = await scratch.session.query(`
      SELECT field_name AS name, is_public AS value FROM profile_privacy_settings
      WHERE user_id = (SELECT id FROM users WHERE email = 'complete@example.com')
      UNION ALL
      SELECT channel || '/' || category, enabled FROM notification_preferences
      WHERE user_id = (SELECT id FROM users WHERE email = 'complete@example.com')`);

    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
      email: false,
      bio: true,
      location: true,
      website: true,
      profile_picture: true,
      'email/account_activity': true,
      'email/product_updates': true,
      'email/marketing': false,
      'push/messages': true,
      'push/updates': true,
      'sms/account_activity': false,
    });
  });

  it('distinguish their own users from those of others', async () => {
    const { session } = scratch;
    await session.query(
      "INSERT INTO users (email, full_name, password_hash) VALUES ('a@example.org', 'A', 'x')",
    );

    const { rows } = await session.query(`SELECT email FROM users WHERE (${owns.users}) IS NOT TRUE`);

    expect(rows).toEqual([{ email: 'a@example.org' }]);
  });

  it('have a password hash without a known password, and e-mail addresses in example.com', async () => {
    const { users } = await readSeededRows(scratch.session);

    expect(new Set(users.map(({ password_hash }) => password_hash)).size).toBe(1);
    expect(users[0]?.password_hash).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/);
    expect(users.map(({ email }) => email)).toEqual(
      users.map(() => expect.stringMatching(/^[a-z0-9_-]+@example\.com$/) as string),
    );
  });
});
