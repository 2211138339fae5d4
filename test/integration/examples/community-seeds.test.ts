import { describeSeeds } from './support/describe-seeds.js';
import { createExample, type Example } from './support/example.js';

describeSeeds('community', {
  rows: { users: 28, profiles: 16, applications: 9, invitations: 8 },
  states: {
    users: {
      member: ["role = 'member'", 26],
      moderator: ["role = 'moderator'", 1],
      admin: ["role = 'admin'", 1],
      pending: ["account_status = 'pending'", 4],
      active: ["account_status = 'active'", 22],
      suspended: ["account_status = 'suspended'", 1],
      banned: ["account_status = 'banned'", 1],
      'signs in by e-mail': ["primary_auth_method = 'email'", 23],
      'signs in by wallet': ["primary_auth_method = 'wallet'", 2],
      'signs in by a social network': ["primary_auth_method = 'social'", 3],
      'no wallet': ['ext_wallet IS NULL AND app_wallet IS NULL', 24],
      'external wallet only': ['ext_wallet IS NOT NULL AND app_wallet IS NULL', 2],
      'wallet of the application only': ['ext_wallet IS NULL AND app_wallet IS NOT NULL', 1],
      'both wallets': ['ext_wallet IS NOT NULL AND app_wallet IS NOT NULL', 1],
      invited: ['invited_by_user_id IS NOT NULL', 3],
      approved: ['approved_by_user_id IS NOT NULL', 21],
      'approved by somebody who is gone': [
        "account_status = 'active' AND role <> 'admin' AND approved_by_user_id IS NULL",
        2,
      ],
      'signed in since': ['last_login_at > created_at', 3],
      'deleted softly': ['deleted_at IS NOT NULL', 1],
      'longest texts': [
        `(char_length(privy_did), char_length(email), char_length(username), char_length(display_name),
          char_length(bio), char_length(avatar_url)) = (255, 255, 50, 100, 280, 500)`,
        1,
      ],
      'shortest username': ['char_length(username) = 3', 1],
      'with metadata': ["privy_metadata <> '{}' AND metadata <> '{}'", 1],
      'without a profile': ['NOT EXISTS (SELECT FROM profiles WHERE user_id = users.id)', 12],
    },
    profiles: {
      'public, available': ["(profile_visibility, availability_status) = ('public', 'available')", 7],
      'public, open': ["(profile_visibility, availability_status) = ('public', 'open_to_offers')", 1],
      'public, unavailable': ["(profile_visibility, availability_status) = ('public', 'unavailable')", 1],
      'members, available': ["(profile_visibility, availability_status) = ('members', 'available')", 1],
      'members, open': ["(profile_visibility, availability_status) = ('members', 'open_to_offers')", 1],
      'members, unavailable': ["(profile_visibility, availability_status) = ('members', 'unavailable')", 1],
      'private, available': ["(profile_visibility, availability_status) = ('private', 'available')", 1],
      'private, open': ["(profile_visibility, availability_status) = ('private', 'open_to_offers')", 1],
      'private, unavailable': ["(profile_visibility, availability_status) = ('private', 'unavailable')", 2],
      'has not said what to learn': ['learning_tracks IS NULL', 4],
      'learns nothing': ["learning_tracks = '{}'", 1],
      'learns ai': ["learning_tracks = '{ai}'", 2],
      'learns crypto': ["learning_tracks = '{crypto}'", 2],
      'learns privacy': ["learning_tracks = '{privacy}'", 1],
      'learns ai and crypto': ["learning_tracks = '{ai,crypto}'", 1],
      'learns ai and privacy': ["learning_tracks @> '{ai,privacy}' AND cardinality(learning_tracks) = 2", 2],
      'learns crypto and privacy': ["learning_tracks = '{crypto,privacy}'", 1],
      'learns everything': ["learning_tracks = '{ai,crypto,privacy}'", 2],
      'nothing done yet': ['(completed_bounties, total_earnings_usd, profile_views) = (0, 0, 0)', 6],
      'as much as there can be': ['(completed_bounties, profile_views) = (2147483647, 2147483647)', 1],
      complete: ['num_nulls(city, country, country_code, github_url, twitter_url, linkedin_url) = 0', 2],
      'without a country': ['country_code IS NULL', 4],
      'deleted softly with its account': [
        'deleted_at IS NOT NULL AND EXISTS (SELECT FROM users WHERE id = user_id AND deleted_at IS NOT NULL)',
        1,
      ],
      'deleted softly alone': [
        'deleted_at IS NOT NULL AND EXISTS (SELECT FROM users WHERE id = user_id AND deleted_at IS NULL)',
        1,
      ],
    },
    applications: {
      pending: ["status = 'pending' AND num_nulls(reviewed_by_user_id, reviewed_at, review_notes) = 3", 2],
      approved: ["status = 'approved'", 5],
      rejected: ["status = 'rejected'", 2],
      'decided, with name and date': ['num_nulls(reviewed_by_user_id, reviewed_at) = 0', 5],
      'decided, without a date': ['reviewed_by_user_id IS NOT NULL AND reviewed_at IS NULL', 1],
      'decided by somebody who is gone': ['reviewed_by_user_id IS NULL AND reviewed_at IS NOT NULL', 1],
      'of somebody who is gone': ['user_id IS NULL', 2],
      'with notes': ['review_notes IS NOT NULL', 3],
      'with metadata': ["metadata <> '{}'", 2],
    },
    invitations: {
      open: ["status = 'pending' AND expires_at > '2026-01-15'", 2],
      'expired by its time only': ["status = 'pending' AND expires_at <= '2026-01-15'", 1],
      expired: ["status = 'expired'", 1],
      redeemed: ["status = 'redeemed' AND redeemer_user_id IS NOT NULL", 3],
      'redeemed by somebody who is gone': ["status = 'redeemed' AND redeemer_user_id IS NULL", 1],
      'shortest code': ['char_length(invite_code) = 16', 2],
      'longest code': ['char_length(invite_code) = 32', 1],
      'with metadata': ["metadata <> '{}'", 1],
    },
  },
  // A user who invited others, and one with a profile.
  loss: "DELETE FROM users WHERE username IN ('banned', 'shown_public_available')",
  foreign: {
    users: `INSERT INTO users (privy_did, email, username, display_name, primary_auth_method)
            VALUES ('did:privy:a', 'a@example.org', 'somebody', 'Somebody', 'email')`,
  },
});

describe('changes by hand in the seeded rows of examples/community', () => {
  let example: Example;

  beforeAll(async () => {
    example = await createExample('community', 'seeded');
  });

  afterAll(() => example.drop());

  it('are kept when the seeds run again', async () => {
    const { session } = example;
    await session.query("UPDATE users SET username = 'renamed', bio = 'mine' WHERE username = 'unicode'");
    await session.query("DELETE FROM users WHERE username = 'applied'");

    await example.seed();

    const { rows: users } = await session.query(
      "SELECT username, bio FROM users WHERE username IN ('unicode', 'renamed', 'applied') ORDER BY 1",
    );
    const { rows: applications } = await session.query(
      "SELECT user_id FROM applications WHERE motivation_text LIKE 'I would like to learn%'",
    );
    expect(users).toEqual([
      { username: 'applied', bio: null },
      { username: 'renamed', bio: 'mine' },
    ]);
    expect(applications).toEqual([{ user_id: null }]);
  });
});
