import type { Session } from '../../../src/database/session.js';
import { applySuite } from '../../support/apply-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

interface Insert {
  readonly into: string;
  readonly row: Readonly<Record<string, unknown>>;
}

async function insert(session: Session, { into, row }: Insert): Promise<Record<string, unknown> | undefined> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const statement = `INSERT INTO ${into} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`;
  return (await session.query(statement, Object.values(row))).rows[0];
}

const user = { email: 'b@example.com', full_name: 'B', password_hash: 'x' };
const setting = { user_id: 1, field_name: 'bio' };
const preference = { user_id: 1, channel: 'email', category: 'marketing' };
const entry = { user_id: 1, action: 'profile_updated' };

const users = { into: 'users', row: user };
const settings = { into: 'profile_privacy_settings', row: setting };
const preferences = { into: 'notification_preferences', row: preference };
const log = { into: 'profile_audit_log', row: entry };

/** Each row is a valid row with some columns replaced, so that it violates one constraint. */
const violations = [
  { ...users, breaks: { email: 'a@example.com' }, code: '23505', constraint: 'users_email_key' },
  { ...users, breaks: { id: 1 }, code: '23505', constraint: 'users_pkey' },
  { ...users, breaks: { bio: 'b'.repeat(501) }, code: '23514', constraint: 'users_bio_check' },
  { ...users, breaks: { website: 'ftp://b.example.com' }, code: '23514', constraint: 'users_website_check' },
  {
    ...users,
    breaks: { website: 'see https://b.example.com' },
    code: '23514',
    constraint: 'users_website_check',
  },
  { ...settings, breaks: {}, code: '23505', constraint: 'profile_privacy_settings_user_id_field_name_key' },
  {
    ...settings,
    breaks: { user_id: 99 },
    code: '23503',
    constraint: 'profile_privacy_settings_user_id_fkey',
  },
  {
    ...settings,
    breaks: { field_name: 'profile_picture_url' },
    code: '23514',
    constraint: 'profile_privacy_settings_field_name_check',
  },
  {
    ...preferences,
    breaks: {},
    code: '23505',
    constraint: 'notification_preferences_user_id_channel_category_key',
  },
  {
    ...preferences,
    breaks: { user_id: 99 },
    code: '23503',
    constraint: 'notification_preferences_user_id_fkey',
  },
  {
    ...preferences,
    breaks: { channel: 'fax' },
    code: '23514',
    constraint: 'notification_preferences_channel_check',
  },
  {
    ...preferences,
    breaks: { category: 'spam' },
    code: '23514',
    constraint: 'notification_preferences_category_check',
  },
  { ...log, breaks: { user_id: 99 }, code: '23503', constraint: 'profile_audit_log_user_id_fkey' },
];

const required: Readonly<Record<string, readonly string[]>> = {
  users: ['id', 'email', 'full_name', 'password_hash', 'created_at', 'updated_at'],
  profile_privacy_settings: ['id', 'user_id', 'field_name', 'is_public', 'created_at', 'updated_at'],
  notification_preferences: ['id', 'user_id', 'channel', 'category', 'enabled', 'created_at', 'updated_at'],
  profile_audit_log: ['id', 'user_id', 'action', 'created_at'],
};

const nulls = [users, settings, preferences, log].flatMap((target) =>
  (required[target.into] ?? []).map((column) => ({ ...target, column })),
);

const tooLong = [
  { ...users, column: 'email', length: 256 },
  { ...users, column: 'full_name', length: 101 },
  { ...users, column: 'password_hash', length: 256 },
  { ...users, column: 'location', length: 101 },
  { ...users, column: 'profile_picture_url', length: 501 },
  { ...settings, column: 'field_name', length: 51 },
  { ...preferences, column: 'channel', length: 21 },
  { ...preferences, column: 'category', length: 51 },
  { ...log, column: 'action', length: 101 },
  { ...log, column: 'ip_address', length: 46 },
];

describe('the constraints of the profile suite', () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await createScratch();
    await applySuite(scratch.session, { direction: 'up' });
  });

  beforeEach(async () => {
    await scratch.session.query('TRUNCATE users RESTART IDENTITY CASCADE');
    await insert(scratch.session, { into: 'users', row: { ...user, email: 'a@example.com' } });
    await insert(scratch.session, settings);
    await insert(scratch.session, preferences);
    await insert(scratch.session, log);
  });

  afterAll(() => scratch.drop());

  it.each(violations)(
    'reject a row that violates $constraint ($#)',
    async ({ into, row, breaks, code, constraint }) => {
      const violating = insert(scratch.session, { into, row: { ...row, ...breaks } });

      await expect(violating).rejects.toMatchObject({ code, constraint, table: into });
    },
  );

  it.each(nulls)('reject a row of $into without $column', async ({ into, row, column }) => {
    const violating = insert(scratch.session, { into, row: { ...row, [column]: null } });

    await expect(violating).rejects.toMatchObject({ code: '23502', table: into, column });
  });

  it.each(tooLong)(
    'reject a row of $into with a $column of $length characters',
    async ({ into, row, column, length }) => {
      const violating = insert(scratch.session, { into, row: { ...row, [column]: 'x'.repeat(length) } });

      await expect(violating).rejects.toMatchObject({ code: '22001' });
    },
  );

  it.each([
    { ...users, what: '500 characters of two code units each', also: { bio: '\u{1F98A}'.repeat(500) } },
    { ...users, what: 'a website in capitals', also: { website: 'HTTP://B.EXAMPLE.COM' } },
    { ...users, what: 'a website of 255 characters', also: { website: 'https://'.padEnd(255, 'w') } },
    { ...users, what: 'an e-mail that differs in capitals', also: { email: 'A@example.com' } },
    { ...settings, what: 'profile_picture', also: { field_name: 'profile_picture' } },
    { ...preferences, what: 'sms', also: { channel: 'sms' } },
    {
      ...log,
      what: 'an action not known today and the longest address',
      also: { action: 'not_known_today', ip_address: '2001:0db8:0000:0000:0000:0000:198.151.100.123' },
    },
  ])('accept $what in $into', async ({ into, row, also }) => {
    const inserted = await insert(scratch.session, { into, row: { ...row, ...also } });

    expect(inserted).toMatchObject(also);
  });

  it('allow to omit columns with a default', async () => {
    const { rows } = await scratch.session.query(`
      SELECT setting.is_public, preference.enabled, entry.changes_json, users.profile_updated_at = users.created_at AS same
      FROM users
      JOIN profile_privacy_settings AS setting ON setting.user_id = users.id
      JOIN notification_preferences AS preference ON preference.user_id = users.id
      JOIN profile_audit_log AS entry ON entry.user_id = users.id`);

    expect(rows).toEqual([{ is_public: false, enabled: true, changes_json: null, same: true }]);
  });

  it('delete the settings, preferences and log of a deleted user, and of no other', async () => {
    const { session } = scratch;
    const other = await insert(session, { into: 'users', row: user });
    const user_id = other?.id;
    await insert(session, { into: settings.into, row: { ...setting, user_id } });
    await insert(session, { into: preferences.into, row: { ...preference, user_id } });
    await insert(session, { into: log.into, row: { ...entry, user_id } });

    await session.query('DELETE FROM users WHERE id = 1');

    for (const table of [settings.into, preferences.into, log.into]) {
      expect((await session.query(`SELECT user_id FROM ${table}`)).rows).toEqual([{ user_id }]);
    }
  });
});
