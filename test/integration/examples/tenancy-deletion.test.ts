import { describeDeletion } from './support/describe-deletion.js';

const user = (email: string) => ({ from: 'users', where: `email = '${email}@example.com'` });
const tenant = (name: string) => ({ from: 'tenants', where: `name = '${name}'` });

describeDeletion('tenancy', [
  {
    what: 'a user with a membership and preferences',
    ...user('complete'),
    outcome: { removed: { users: 1, tenant_users: 1, user_preferences: 1 }, changed: {} },
  },
  {
    what: 'a user with two memberships',
    ...user('two-tenants'),
    outcome: { removed: { users: 1, tenant_users: 2 }, changed: {} },
  },
  {
    what: 'a user with preferences alone',
    ...user('theme-dark'),
    outcome: { removed: { users: 1, user_preferences: 1 }, changed: {} },
  },
  {
    what: 'a user whom nothing refers to',
    ...user('no-tenant'),
    outcome: { removed: { users: 1 }, changed: {} },
  },
  {
    what: 'a user who was deleted softly before',
    ...user('deleted'),
    outcome: { removed: { users: 1, tenant_users: 1, user_preferences: 1 }, changed: {} },
  },
  {
    what: 'all users',
    from: 'users',
    where: 'true',
    outcome: { removed: { users: 36, tenant_users: 16, user_preferences: 23 }, changed: {} },
  },
  {
    what: 'a tenant with members',
    ...tenant('Own Compute'),
    outcome: { removed: { tenants: 1, tenant_users: 8 }, changed: {} },
  },
  {
    what: 'a tenant without members',
    ...tenant('Without Members'),
    outcome: { removed: { tenants: 1 }, changed: {} },
  },
]);
