import { describeDeletion } from './support/describe-deletion.js';

describeDeletion('community', [
  {
    what: 'a member with a profile, an application and five invitations',
    from: 'users',
    where: "username = 'complete'",
    outcome: {
      removed: { users: 1, profiles: 1, invitations: 5 },
      changed: {
        'applications.user_id': 1,
        'invitations.redeemer_user_id': 1,
        'users.invited_by_user_id': 1,
      },
    },
  },
  {
    what: 'a moderator who let in, invited and reviewed',
    from: 'users',
    where: "username = 'moderator'",
    outcome: {
      removed: { users: 1, invitations: 1 },
      changed: {
        'applications.reviewed_by_user_id': 3,
        'invitations.redeemer_user_id': 1,
        'users.approved_by_user_id': 19,
        'users.invited_by_user_id': 1,
      },
    },
  },
  {
    what: 'a user whom nothing refers to',
    from: 'users',
    where: "username = 'minimal'",
    outcome: { removed: { users: 1 }, changed: {} },
  },
  {
    what: 'everybody',
    from: 'users',
    where: 'true',
    outcome: {
      removed: { users: 28, profiles: 16, invitations: 8 },
      changed: { 'applications.user_id': 7, 'applications.reviewed_by_user_id': 6 },
    },
  },
  {
    what: 'all profiles',
    from: 'profiles',
    where: 'true',
    outcome: { removed: { profiles: 16 }, changed: {} },
  },
]);
