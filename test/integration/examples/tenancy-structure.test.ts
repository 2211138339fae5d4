import { describeStructure, type Column } from './support/describe-structure.js';

const time = 'timestamp with time zone';

const users: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['email', 'text', 'not null', null],
  ['name', 'text', 'null', null],
  ['family_name', 'text', 'null', null],
  ['given_name', 'text', 'null', null],
  ['picture', 'text', 'null', null],
  ['email_verified', time, 'null', null],
  ['created', time, 'not null', 'now()'],
  ['updated', time, 'not null', 'now()'],
  ['deleted', time, 'null', null],
];

const tenants: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['name', 'text', 'not null', null],
  ['created', time, 'not null', 'now()'],
  ['updated', time, 'not null', 'now()'],
  ['deleted', time, 'null', null],
  ['compute_id', 'uuid', 'null', null],
];

const tenantUsers: readonly Column[] = [
  ['tenant_id', 'uuid', 'not null', null],
  ['user_id', 'uuid', 'not null', null],
  ['roles', 'text[]', 'not null', "'{}'::text[]"],
  ['email', 'text', 'null', null],
  ['created', time, 'not null', 'now()'],
  ['updated', time, 'not null', 'now()'],
  ['deleted', time, 'null', null],
];

const userPreferences: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['user_id', 'uuid', 'not null', null],
  ['theme', 'character varying(50)', 'null', "'light'::character varying"],
  ['language', 'character varying(10)', 'null', "'en'::character varying"],
  ['timezone', 'character varying(100)', 'null', "'UTC'::character varying"],
  ['email_notifications', 'boolean', 'null', 'true'],
  ['push_notifications', 'boolean', 'null', 'true'],
  ['weekly_reports', 'boolean', 'null', 'false'],
  ['marketing_emails', 'boolean', 'null', 'false'],
  ['created', time, 'not null', 'now()'],
  ['updated', time, 'not null', 'now()'],
];

describeStructure('tenancy', {
  tables: { users, tenants, tenant_users: tenantUsers, user_preferences: userPreferences },
  enums: {},
  constraints: {
    tenant_users_pkey: 'PRIMARY KEY (tenant_id, user_id)',
    tenant_users_tenant_id_fkey: 'FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE',
    tenant_users_user_id_fkey: 'FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE',
    tenants_pkey: 'PRIMARY KEY (id)',
    user_preferences_pkey: 'PRIMARY KEY (id)',
    user_preferences_theme_check:
      "CHECK (((theme)::text = ANY ((ARRAY['light'::character varying, 'dark'::character varying, 'system'::character varying])::text[])))",
    user_preferences_user_id_fkey: 'FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE',
    user_preferences_user_id_key: 'UNIQUE (user_id)',
    users_email_key: 'UNIQUE (email)',
    users_pkey: 'PRIMARY KEY (id)',
  },
  indexes: {
    tenant_users_tenant_id_idx: 'tenant_users USING btree (tenant_id)',
    tenant_users_user_id_idx: 'tenant_users USING btree (user_id)',
    user_preferences_user_id_key: 'UNIQUE user_preferences USING btree (user_id)',
    users_email_key: 'UNIQUE users USING btree (email)',
  },
  counts: {
    tables: 4,
    enums: 0,
    columns: 10 + 6 + 7 + 11,
    unique: 2,
    foreignKeys: 3,
    checks: 1,
    indexes: 4,
    explicitIndexes: 2,
  },
});
