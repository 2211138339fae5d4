import type { Session } from '../../../src/database/session.js';
import { applySuite } from '../../support/apply-suite.js';
import { explain, type Execution } from '../../support/explain.js';
import { fillSuite } from '../../support/fill-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const settingsOfUser = 'SELECT field_name, is_public FROM profile_privacy_settings WHERE user_id = 4711';
const enabledPreferencesOfUser =
  'SELECT channel, category FROM notification_preferences WHERE user_id = 4711 AND enabled';
const usersToPurge = `
SELECT id FROM users
WHERE deleted_at IS NULL AND deletion_requested_at < timestamptz '2026-01-15' - interval '30 days'`;

function lastEntriesOf(user: number): string {
  return `SELECT * FROM profile_audit_log WHERE user_id = ${user} ORDER BY created_at DESC LIMIT 50`;
}

function entriesInJune(action: string): string {
  return `
SELECT * FROM profile_audit_log
WHERE action = '${action}' AND created_at >= '2025-06-01' AND created_at < '2025-07-01'`;
}

/** Explains `query` after `change`, in a transaction that is rolled back. */
async function explainAfter(session: Session, change: string, query: string): Promise<Execution> {
  await session.query(`BEGIN; ${change}`);
  try {
    return await explain(session, query);
  } finally {
    await session.query('ROLLBACK');
  }
}

describe('at 100,000 users and a million preferences and log entries', () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await createScratch();
    await applySuite(scratch.session, { direction: 'up' });
    await fillSuite(scratch.session);
    await scratch.session.query('SET max_parallel_workers_per_gather = 0; SET jit = off');
  }, 300_000);

  afterAll(() => scratch.drop());

  it.each([
    {
      what: 'the privacy settings of a user',
      query: settingsOfUser,
      by: /^profile_privacy_settings_user_id_field_name_key$/,
      pages: 10,
    },
    {
      what: 'the enabled preferences of a user',
      query: enabledPreferencesOfUser,
      by: /^notification_preferences_user_id_channel_category_key$/,
      pages: 15,
    },
    {
      what: 'the last entries of a user',
      query: lastEntriesOf(4711),
      by: /^profile_audit_log_user_id_idx$/,
      pages: 20,
    },
    {
      what: 'the last entries of a user with very many, up to now',
      query: lastEntriesOf(1),
      by: /^profile_audit_log_created_at_idx$/,
      pages: 200,
    },
    {
      what: 'the entries of a rare action in a month',
      query: entriesInJune('account_deletion_requested'),
      by: /^profile_audit_log_(action|created_at)_idx$/,
      pages: 1200,
    },
    {
      what: 'the users to purge',
      query: usersToPurge,
      by: /^users_deletion_requested_at_idx$/,
      pages: 1500,
    },
    {
      what: 'a page of the users not deleted',
      query: 'SELECT id, full_name FROM users WHERE deleted_at IS NULL AND id > 50000 ORDER BY id LIMIT 50',
      by: /^users_pkey$/,
      pages: 10,
    },
    {
      what: 'the number of users not deleted',
      query: 'SELECT count(*) FROM users WHERE deleted_at IS NULL',
      by: /^users_deleted_at_idx$/,
      pages: 150,
    },
    {
      what: 'the number of enabled preferences',
      query: 'SELECT count(*) FROM notification_preferences WHERE enabled',
      by: /^notification_preferences_enabled_idx$/,
      pages: 1200,
    },
  ])('an index is used to find $what', async ({ query, by, pages }) => {
    const execution = await explain(scratch.session, query);

    expect(execution.plan).not.toContain('Seq Scan');
    expect(execution.indexes).toEqual(execution.indexes.map(() => expect.stringMatching(by) as string));
    expect(execution.indexes).not.toEqual([]);
    expect(execution.pages).toBeLessThanOrEqual(pages);
  });

  it.each([
    {
      query: settingsOfUser,
      dropped: 'CREATE INDEX dropped_idx ON profile_privacy_settings (user_id, field_name)',
    },
    {
      query: enabledPreferencesOfUser,
      dropped: 'CREATE INDEX dropped_idx ON notification_preferences (user_id)',
    },
  ])(
    'an index that tune-profile-indexes drops would save almost nothing: $dropped',
    async ({ query, dropped }) => {
      const { pages } = await explain(scratch.session, query);

      const before = await explainAfter(scratch.session, dropped, query);

      expect(before.pages).toBeGreaterThanOrEqual(pages - 2);
    },
  );

  it.each([
    {
      what: 'the last entries of a user with very many, but none of late',
      query: lastEntriesOf(2),
      better: 'CREATE INDEX better_idx ON profile_audit_log (user_id, created_at DESC)',
      times: 100,
    },
    {
      what: 'the entries of a rare action in a month',
      query: entriesInJune('account_deletion_requested'),
      better: 'CREATE INDEX better_idx ON profile_audit_log (action, created_at)',
      times: 3,
    },
    {
      what: 'the users to purge',
      query: usersToPurge,
      better: `CREATE INDEX better_idx ON users (deletion_requested_at)
               WHERE deletion_requested_at IS NOT NULL AND deleted_at IS NULL`,
      times: 5,
    },
  ])('another index would find $what with far fewer pages', async ({ query, better, times }) => {
    const { pages, rows } = await explain(scratch.session, query);

    const improved = await explainAfter(scratch.session, better, query);

    expect(improved.indexes).toEqual(['better_idx']);
    expect(improved.rows).toBe(rows);
    expect(improved.pages * times).toBeLessThanOrEqual(pages);
  });

  it('a descending index on an increasing time is far larger than an ascending one', async () => {
    const { session } = scratch;
    await session.query(`
      CREATE TABLE grown (at timestamptz);
      CREATE INDEX grown_descending ON grown (at DESC);
      CREATE INDEX grown_ascending ON grown (at);
      INSERT INTO grown SELECT timestamptz '2026-01-15' + n * interval '1 second' FROM generate_series(1, 100000) AS n`);

    const { rows } = await session.query<{ times: number }>(`
      SELECT pg_relation_size('grown_descending')::float / pg_relation_size('grown_ascending') AS times`);

    expect(rows[0]?.times).toBeGreaterThan(1.5);
  });
});
