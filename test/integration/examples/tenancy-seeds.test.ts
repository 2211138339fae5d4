import { describeSeeds, type State } from './support/describe-seeds.js';

/** Every combination of wanted and unwanted messages, with one user each. */
const messageStates = Object.fromEntries(
  Array.from({ length: 16 }, (_, combination): readonly [string, State] => {
    const wanted = combination.toString(2).padStart(4, '0');
    const states = [0, 1, 2, 3].map((place) => wanted[place] === '1');
    const columns = 'email_notifications, push_notifications, weekly_reports, marketing_emails';
    const named = `user_id IN (SELECT id FROM users WHERE email = 'notify-${wanted}@example.com')`;
    return [`messages ${wanted}`, [`(${columns}) = (${states.join(', ')}) AND ${named}`, 1]];
  }),
);

describeSeeds('tenancy', {
  rows: { users: 36, tenants: 8, tenant_users: 16, user_preferences: 23 },
  states: {
    users: {
      'deleted after verification': ['deleted IS NOT NULL AND email_verified IS NOT NULL', 1],
      'deleted before verification': ['deleted IS NOT NULL AND email_verified IS NULL', 1],
      'not deleted, not verified': ['deleted IS NULL AND email_verified IS NULL', 2],
      'not deleted, verified': ['deleted IS NULL AND email_verified IS NOT NULL', 32],
      'every field but deleted': [
        'num_nulls(name, family_name, given_name, picture, email_verified) = 0 AND deleted IS NULL',
        2,
      ],
      'nothing but an address': [
        'num_nonnulls(name, family_name, given_name, picture, email_verified) = 0',
        2,
      ],
      'given name without family name': ['given_name IS NOT NULL AND family_name IS NULL', 1],
      'an address that differs in capitals alone': ["lower(email) = 'capitals@example.com'", 2],
      'no tenant': ['id NOT IN (SELECT user_id FROM tenant_users)', 22],
      'two tenants': ['id IN (SELECT user_id FROM tenant_users GROUP BY user_id HAVING count(*) = 2)', 2],
      'no preferences stated': ['id NOT IN (SELECT user_id FROM user_preferences)', 13],
    },
    tenants: {
      'own compute': ['deleted IS NULL AND compute_id IS NOT NULL', 1],
      'shared compute': ['deleted IS NULL AND compute_id IS NULL', 5],
      'deleted, own compute': ['deleted IS NOT NULL AND compute_id IS NOT NULL', 1],
      'deleted, shared compute': ['deleted IS NOT NULL AND compute_id IS NULL', 1],
      'a name that another has': ["name = 'Same Name'", 2],
      'no members': ['id NOT IN (SELECT tenant_id FROM tenant_users)', 1],
    },
    tenant_users: {
      'no role': ["roles = '{}'", 1],
      'one role': ['cardinality(roles) = 1', 13],
      'several roles': ['cardinality(roles) > 1', 2],
      owner: ["'owner' = ANY (roles)", 7],
      admin: ["'admin' = ANY (roles)", 2],
      member: ["'member' = ANY (roles)", 4],
      viewer: ["'viewer' = ANY (roles)", 2],
      'an address of its own': ['email IS NOT NULL', 3],
      ended: ['deleted IS NOT NULL', 2],
      'of a deleted user': ['user_id IN (SELECT id FROM users WHERE deleted IS NOT NULL)', 2],
      'of a deleted tenant': ['tenant_id IN (SELECT id FROM tenants WHERE deleted IS NOT NULL)', 2],
    },
    user_preferences: {
      'theme light': ["theme = 'light'", 20],
      'theme dark': ["theme = 'dark'", 1],
      'theme system': ["theme = 'system'", 1],
      'the defaults alone': [
        `(theme, language, timezone) = ('light', 'en', 'UTC') AND email_notifications AND push_notifications
         AND NOT weekly_reports AND NOT marketing_emails`,
        2,
      ],
      'everything taken back': [
        `num_nonnulls(theme, language, timezone, email_notifications, push_notifications, weekly_reports,
                      marketing_emails) = 0`,
        1,
      ],
      'the longest language': ['length(language) = 10', 1],
      'of a deleted user': ['user_id IN (SELECT id FROM users WHERE deleted IS NOT NULL)', 1],
      ...messageStates,
    },
  },
  loss: "DELETE FROM users WHERE email = 'two-tenants@example.com'; DELETE FROM tenants WHERE name = 'Own Compute'",
  foreign: {
    users: "INSERT INTO users (email) VALUES ('a@example.org')",
    tenants: "INSERT INTO tenants (name) VALUES ('Own Compute')",
  },
});
