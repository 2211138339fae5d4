import { describeConstraints } from './support/describe-constraints.js';

const someone = '00000000-0000-4000-8000-00000000000a';
const another = '00000000-0000-4000-8000-00000000000b';
const nobody = '00000000-0000-4000-8000-00000000000f';
const tenant = '00000000-0000-4000-9000-00000000000a';
const preferences = '00000000-0000-4000-b000-00000000000a';

describeConstraints('tenancy', {
  present: [
    { into: 'users', row: { id: someone, email: 'a@example.com' } },
    { into: 'users', row: { id: another, email: 'b@example.com' } },
    { into: 'tenants', row: { id: tenant, name: 'A' } },
    { into: 'tenant_users', row: { tenant_id: tenant, user_id: someone } },
    { into: 'user_preferences', row: { id: preferences, user_id: someone } },
  ],
  good: {
    users: { email: 'c@example.com' },
    tenants: { name: 'C' },
    tenant_users: { tenant_id: tenant, user_id: another },
    user_preferences: { user_id: another },
  },
  violations: [
    { into: 'users', breaks: { id: someone }, constraint: 'users_pkey' },
    { into: 'users', breaks: { email: 'a@example.com' }, constraint: 'users_email_key' },
    { into: 'tenants', breaks: { id: tenant }, constraint: 'tenants_pkey' },
    { into: 'tenant_users', breaks: { user_id: someone }, constraint: 'tenant_users_pkey' },
    { into: 'tenant_users', breaks: { tenant_id: nobody }, constraint: 'tenant_users_tenant_id_fkey' },
    { into: 'tenant_users', breaks: { user_id: nobody }, constraint: 'tenant_users_user_id_fkey' },
    { into: 'user_preferences', breaks: { id: preferences }, constraint: 'user_preferences_pkey' },
    { into: 'user_preferences', breaks: { user_id: someone }, constraint: 'user_preferences_user_id_key' },
    { into: 'user_preferences', breaks: { user_id: nobody }, constraint: 'user_preferences_user_id_fkey' },
    { into: 'user_preferences', breaks: { theme: 'blue' }, constraint: 'user_preferences_theme_check' },
    { into: 'user_preferences', breaks: { theme: 'Dark' }, constraint: 'user_preferences_theme_check' },
    { into: 'user_preferences', breaks: { theme: '' }, constraint: 'user_preferences_theme_check' },
  ],
  acceptances: [
    { into: 'users', what: 'an e-mail that differs in capitals', also: { email: 'A@example.com' } },
    { into: 'tenants', what: 'a name that another tenant has', also: { name: 'A' } },
    { into: 'tenants', what: 'a compute instance that is not known here', also: { compute_id: nobody } },
    { into: 'tenant_users', what: 'a role not known today', also: { roles: ['not known today', 'owner'] } },
    { into: 'user_preferences', what: 'the theme light', also: { theme: 'light' } },
    { into: 'user_preferences', what: 'the theme dark', also: { theme: 'dark' } },
    { into: 'user_preferences', what: 'the theme system', also: { theme: 'system' } },
    { into: 'user_preferences', what: 'a language with a region', also: { language: 'pt-BR' } },
    {
      into: 'user_preferences',
      what: 'preferences that were taken back',
      also: { theme: null, language: null, timezone: null, email_notifications: null, weekly_reports: null },
    },
  ],
});
