import { applySuite } from '../../support/apply-suite.js';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/pg-mem-adapter.js';

async function createSuiteDatabase(): Promise<MemoryDatabase> {
  const database = createMemoryDatabase();
  await applySuite(database, { direction: 'up' });
  await database.query(
    "INSERT INTO users (email, full_name, password_hash) VALUES ('a@example.com', 'A', 'x')",
  );
  return database;
}

interface Row {
  readonly into: string;
  readonly row: Readonly<Record<string, unknown>>;
}

async function insert(database: MemoryDatabase, { into, row }: Row): Promise<Record<string, unknown>> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const statement = `INSERT INTO ${into} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`;
  const { rows } = await database.query(statement, Object.values(row));
  return rows[0] ?? {};
}

const user = { email: 'b@example.com', full_name: 'B', password_hash: 'x' };
const setting = { user_id: 1, field_name: 'bio' };
const preference = { user_id: 1, channel: 'email', category: 'marketing' };
const entry = { user_id: 1, action: 'profile_updated' };

describe('the tables of the profile suite', () => {
  it.each<Row & { readonly because: string; readonly error: RegExp }>([
    {
      because: 'a second user with an e-mail',
      into: 'users',
      row: { ...user, email: 'a@example.com' },
      error: /unique/,
    },
    { because: 'a user without e-mail', into: 'users', row: { ...user, email: null }, error: /not-null/ },
    {
      because: 'a bio of 501 characters',
      into: 'users',
      row: { ...user, bio: 'b'.repeat(501) },
      error: /check/,
    },
    {
      because: 'a website that is none',
      into: 'users',
      row: { ...user, website: 'ftp://b.org' },
      error: /check/,
    },
    {
      because: 'a location of 101',
      into: 'users',
      row: { ...user, location: 'l'.repeat(101) },
      error: /too long/,
    },
    {
      because: 'a setting of an unknown field',
      into: 'profile_privacy_settings',
      row: { ...setting, field_name: 'profile_picture_url' },
      error: /profile_privacy_settings_field_name_check/,
    },
    {
      because: 'a setting of nobody',
      into: 'profile_privacy_settings',
      row: { ...setting, user_id: 99 },
      error: /profile_privacy_settings_user_id_fkey/,
    },
    {
      because: 'an unknown channel',
      into: 'notification_preferences',
      row: { ...preference, channel: 'fax' },
      error: /notification_preferences_channel_check/,
    },
    {
      because: 'an unknown category',
      into: 'notification_preferences',
      row: { ...preference, category: 'spam' },
      error: /notification_preferences_category_check/,
    },
    {
      because: 'an entry without action',
      into: 'profile_audit_log',
      row: { ...entry, action: null },
      error: /not-null/,
    },
  ])('reject $because', async ({ into, row, error }) => {
    const database = await createSuiteDatabase();

    await expect(insert(database, { into, row })).rejects.toThrow(error);
  });

  it.each<Row & { readonly what: string }>([
    { what: 'a bio of 500 characters', into: 'users', row: { ...user, bio: '\u{1F98A}'.repeat(500) } },
    { what: 'a website in capitals', into: 'users', row: { ...user, website: 'HTTPS://B.ORG' } },
    { what: 'an action not known today', into: 'profile_audit_log', row: { ...entry, action: 'exported' } },
  ])('accept $what', async ({ into, row }) => {
    const database = await createSuiteDatabase();

    await expect(insert(database, { into, row })).resolves.toMatchObject(row);
  });

  it.each<Row>([
    { into: 'profile_privacy_settings', row: setting },
    { into: 'notification_preferences', row: preference },
  ])('reject a second copy of a row of $into', async (row) => {
    const database = await createSuiteDatabase();
    await insert(database, row);

    await expect(insert(database, row)).rejects.toThrow(/unique/);
  });

  it.each<Row & { readonly defaults: Readonly<Record<string, unknown>> }>([
    { into: 'users', row: user, defaults: { bio: null, deletion_requested_at: null, deleted_at: null } },
    { into: 'profile_privacy_settings', row: setting, defaults: { is_public: false } },
    { into: 'notification_preferences', row: preference, defaults: { enabled: true } },
    { into: 'profile_audit_log', row: entry, defaults: { changes_json: null, ip_address: null } },
  ])('fill in the defaults of $into', async ({ into, row, defaults }) => {
    const database = await createSuiteDatabase();

    const inserted = await insert(database, { into, row });

    expect(inserted).toMatchObject({ ...row, ...defaults, created_at: expect.any(Date) as Date });
  });

  it('lose the rows of a user when the user is deleted', async () => {
    const database = await createSuiteDatabase();
    await insert(database, { into: 'profile_privacy_settings', row: setting });
    await insert(database, { into: 'notification_preferences', row: preference });
    await insert(database, { into: 'profile_audit_log', row: entry });

    await database.query('DELETE FROM users WHERE id = 1');

    for (const table of ['profile_privacy_settings', 'notification_preferences', 'profile_audit_log']) {
      expect((await database.query(`SELECT * FROM ${table}`)).rows).toEqual([]);
    }
  });
});
