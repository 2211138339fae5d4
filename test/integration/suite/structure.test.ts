import { applySuite } from '../../support/apply-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { readSuiteCatalog, type SuiteCatalog } from '../../support/suite-catalog.js';

type Column = readonly [
  name: string,
  type: string,
  nullability: 'null' | 'not null',
  fallback: string | null,
];

const usersColumns: readonly Column[] = [
  ['id', 'integer', 'not null', "nextval('users_id_seq'::regclass)"],
  ['email', 'character varying(255)', 'not null', null],
  ['full_name', 'character varying(100)', 'not null', null],
  ['password_hash', 'character varying(255)', 'not null', null],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
  ['bio', 'text', 'null', null],
  ['location', 'character varying(100)', 'null', null],
  ['website', 'character varying(255)', 'null', null],
  ['profile_picture_url', 'character varying(500)', 'null', null],
  ['profile_updated_at', 'timestamp with time zone', 'null', 'now()'],
  ['deletion_requested_at', 'timestamp with time zone', 'null', null],
  ['deleted_at', 'timestamp with time zone', 'null', null],
];

const privacySettingsColumns: readonly Column[] = [
  ['id', 'integer', 'not null', "nextval('profile_privacy_settings_id_seq'::regclass)"],
  ['user_id', 'integer', 'not null', null],
  ['field_name', 'character varying(50)', 'not null', null],
  ['is_public', 'boolean', 'not null', 'false'],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
];

const preferencesColumns: readonly Column[] = [
  ['id', 'integer', 'not null', "nextval('notification_preferences_id_seq'::regclass)"],
  ['user_id', 'integer', 'not null', null],
  ['channel', 'character varying(20)', 'not null', null],
  ['category', 'character varying(50)', 'not null', null],
  ['enabled', 'boolean', 'not null', 'true'],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
  ['updated_at', 'timestamp with time zone', 'not null', 'now()'],
];

const auditLogColumns: readonly Column[] = [
  ['id', 'integer', 'not null', "nextval('profile_audit_log_id_seq'::regclass)"],
  ['user_id', 'integer', 'not null', null],
  ['action', 'character varying(100)', 'not null', null],
  ['changes_json', 'jsonb', 'null', null],
  ['ip_address', 'character varying(45)', 'null', null],
  ['user_agent', 'text', 'null', null],
  ['created_at', 'timestamp with time zone', 'not null', 'now()'],
];

/** The definition of `column IN (…)` on a varchar column in pg_get_constraintdef. */
function isOneOf(column: string, values: readonly string[]): string {
  const items = values.map((value) => `'${value}'::character varying`);
  return `CHECK (((${column})::text = ANY ((ARRAY[${items.join(', ')}])::text[])))`;
}

const ofUser = 'FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE';
const fieldNames = ['email', 'bio', 'location', 'website', 'profile_picture'];
const channels = ['email', 'push', 'sms'];
const categories = ['account_activity', 'product_updates', 'marketing', 'messages', 'updates'];

const constraints = {
  notification_preferences_category_check: isOneOf('category', categories),
  notification_preferences_channel_check: isOneOf('channel', channels),
  notification_preferences_pkey: 'PRIMARY KEY (id)',
  notification_preferences_user_id_channel_category_key: 'UNIQUE (user_id, channel, category)',
  notification_preferences_user_id_fkey: ofUser,
  profile_audit_log_pkey: 'PRIMARY KEY (id)',
  profile_audit_log_user_id_fkey: ofUser,
  profile_privacy_settings_field_name_check: isOneOf('field_name', fieldNames),
  profile_privacy_settings_pkey: 'PRIMARY KEY (id)',
  profile_privacy_settings_user_id_field_name_key: 'UNIQUE (user_id, field_name)',
  profile_privacy_settings_user_id_fkey: ofUser,
  users_bio_check: 'CHECK ((char_length(bio) <= 500))',
  users_email_key: 'UNIQUE (email)',
  users_pkey: 'PRIMARY KEY (id)',
  users_website_check: "CHECK (((website)::text ~* '^https?://'::text))",
};

/** Without the indexes of primary keys. */
const indexes = {
  notification_preferences_enabled_idx: 'notification_preferences USING btree (enabled) WHERE enabled',
  notification_preferences_user_id_channel_category_key:
    'UNIQUE notification_preferences USING btree (user_id, channel, category)',
  profile_audit_log_action_idx: 'profile_audit_log USING btree (action)',
  profile_audit_log_created_at_idx: 'profile_audit_log USING btree (created_at DESC)',
  profile_audit_log_user_id_idx: 'profile_audit_log USING btree (user_id)',
  profile_privacy_settings_user_id_field_name_key:
    'UNIQUE profile_privacy_settings USING btree (user_id, field_name)',
  users_deleted_at_idx: 'users USING btree (deleted_at) WHERE (deleted_at IS NULL)',
  users_deletion_requested_at_idx:
    'users USING btree (deletion_requested_at) WHERE (deletion_requested_at IS NOT NULL)',
  users_email_key: 'UNIQUE users USING btree (email)',
};

describe('the structure of the profile suite', () => {
  let scratch: Scratch;
  let catalog: SuiteCatalog;

  beforeAll(async () => {
    scratch = await createScratch();
    await applySuite(scratch.session, { direction: 'up' });
    catalog = await readSuiteCatalog(scratch.session);
  });

  afterAll(() => scratch.drop());

  it.each([
    ['users', usersColumns],
    ['profile_privacy_settings', privacySettingsColumns],
    ['notification_preferences', preferencesColumns],
    ['profile_audit_log', auditLogColumns],
  ])('has the columns of %s, with type, nullability and default', (table, expected) => {
    const found = catalog.columns
      .filter((column) => column.table === table)
      .map((column) => [column.name, column.type, column.not_null ? 'not null' : 'null', column.default]);

    expect(found).toEqual(expected);
  });

  it('has no other tables', () => {
    const tables = catalog.relations.filter(({ kind }) => kind === 'r').map(({ name }) => name);

    expect(tables).toEqual([
      'notification_preferences',
      'profile_audit_log',
      'profile_privacy_settings',
      'users',
    ]);
  });

  it('has the constraints with their names, all of them validated', () => {
    const found = catalog.constraints.map(({ name, definition }) => [name, definition]);

    expect(Object.fromEntries(found)).toEqual(constraints);
    expect(catalog.constraints.map(({ validated }) => validated)).not.toContain(false);
  });

  it('has the indexes with their names, all of them valid', () => {
    const found = catalog.indexes
      .filter(({ name }) => !String(name).endsWith('_pkey'))
      .map(({ name, definition }) => [
        name,
        String(definition).replace(/^CREATE (UNIQUE )?INDEX \w+ ON public\./, '$1'),
      ]);

    expect(Object.fromEntries(found)).toEqual(indexes);
    expect(catalog.indexes.map(({ valid }) => valid)).not.toContain(false);
  });

  it('has sequences that are owned by their columns', () => {
    const found = catalog.sequences.map(({ name, type, table, column }) => [name, type, table, column]);

    expect(found).toEqual([
      ['notification_preferences_id_seq', 'integer', 'notification_preferences', 1],
      ['profile_audit_log_id_seq', 'integer', 'profile_audit_log', 1],
      ['profile_privacy_settings_id_seq', 'integer', 'profile_privacy_settings', 1],
      ['users_id_seq', 'integer', 'users', 1],
    ]);
  });

  it('has a comment on every table and column', () => {
    const tables = catalog.relations.filter(({ kind }) => kind === 'r');
    const uncommented = [...tables, ...catalog.columns].filter(
      ({ comment }) => !/^\S.*\.$/.test(String(comment)),
    );

    expect(uncommented).toEqual([]);
  });
});
