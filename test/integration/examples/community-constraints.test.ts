import { describeConstraints } from './support/describe-constraints.js';

const a = '00000000-0000-4000-8000-00000000000a';
const b = '00000000-0000-4000-8000-00000000000b';
const nobody = '00000000-0000-4000-8000-00000000000c';

function user(name: string) {
  return {
    privy_did: `did:privy:${name}`,
    email: `${name}@example.com`,
    username: `user_${name}`,
    display_name: name,
    primary_auth_method: 'email',
  };
}

const application = { motivation_text: 'To learn.' };
const invitation = { inviter_user_id: a, expires_at: new Date('2026-02-01T00:00:00Z') };
const hexDigits = 'aB3'.padEnd(40, '0');
const code = 'Code_of-16-chars';

describeConstraints('community', {
  present: [
    { into: 'users', row: { ...user('a'), id: a } },
    { into: 'users', row: { ...user('b'), id: b } },
    { into: 'profiles', row: { user_id: a, id: a } },
    { into: 'applications', row: { ...application, user_id: a, id: a } },
    { into: 'invitations', row: { ...invitation, invite_code: code, id: a } },
  ],
  good: {
    users: user('c'),
    profiles: { user_id: b },
    applications: { ...application, user_id: b },
    invitations: { ...invitation, invite_code: 'Another-of-17-chr' },
  },
  violations: [
    { into: 'users', breaks: { id: a }, constraint: 'users_pkey' },
    { into: 'users', breaks: { privy_did: 'did:privy:a' }, constraint: 'users_privy_did_key' },
    { into: 'users', breaks: { email: 'a@example.com' }, constraint: 'users_email_key' },
    { into: 'users', breaks: { username: 'user_a' }, constraint: 'users_username_key' },
    {
      into: 'users',
      breaks: { invited_by_user_id: nobody },
      constraint: 'users_invited_by_user_id_fkey',
    },
    {
      into: 'users',
      breaks: { approved_by_user_id: nobody },
      constraint: 'users_approved_by_user_id_fkey',
    },
    { into: 'users', breaks: { email: 'c.example.com' }, constraint: 'users_email_check' },
    { into: 'users', breaks: { email: 'c@example' }, constraint: 'users_email_check' },
    { into: 'users', breaks: { email: 'c@example.com, d@example.com' }, constraint: 'users_email_check' },
    { into: 'users', breaks: { username: 'Carlos_DEV' }, constraint: 'users_username_check' },
    { into: 'users', breaks: { username: 'ab' }, constraint: 'users_username_check' },
    { into: 'users', breaks: { username: 'car-los' }, constraint: 'users_username_check' },
    { into: 'users', breaks: { ext_wallet: hexDigits }, constraint: 'users_ext_wallet_check' },
    {
      into: 'users',
      breaks: { ext_wallet: `0x${hexDigits.slice(1)}` },
      constraint: 'users_ext_wallet_check',
    },
    {
      into: 'users',
      breaks: { app_wallet: `0x${hexDigits.slice(1)}g` },
      constraint: 'users_app_wallet_check',
    },
    { into: 'users', breaks: { app_wallet: '' }, constraint: 'users_app_wallet_check' },
    { into: 'users', breaks: { bio: 'b'.repeat(281) }, constraint: 'users_bio_check' },

    { into: 'profiles', breaks: { id: a }, constraint: 'profiles_pkey' },
    { into: 'profiles', breaks: { user_id: a }, constraint: 'profiles_user_id_key' },
    { into: 'profiles', breaks: { user_id: nobody }, constraint: 'profiles_user_id_fkey' },
    { into: 'profiles', breaks: { country_code: 'mx' }, constraint: 'profiles_country_code_check' },
    { into: 'profiles', breaks: { country_code: 'M' }, constraint: 'profiles_country_code_check' },
    {
      into: 'profiles',
      breaks: { completed_bounties: -1 },
      constraint: 'profiles_completed_bounties_check',
    },
    {
      into: 'profiles',
      breaks: { total_earnings_usd: -0.01 },
      constraint: 'profiles_total_earnings_usd_check',
    },
    { into: 'profiles', breaks: { profile_views: -1 }, constraint: 'profiles_profile_views_check' },

    { into: 'applications', breaks: { id: a }, constraint: 'applications_pkey' },
    { into: 'applications', breaks: { user_id: a }, constraint: 'applications_user_id_key' },
    { into: 'applications', breaks: { user_id: nobody }, constraint: 'applications_user_id_fkey' },
    {
      into: 'applications',
      breaks: { reviewed_by_user_id: nobody },
      constraint: 'applications_reviewed_by_user_id_fkey',
    },
    {
      into: 'applications',
      breaks: { motivation_text: '' },
      constraint: 'applications_motivation_text_check',
    },
    {
      into: 'applications',
      breaks: { motivation_text: ' \t\n' },
      constraint: 'applications_motivation_text_check',
    },

    { into: 'invitations', breaks: { id: a }, constraint: 'invitations_pkey' },
    { into: 'invitations', breaks: { invite_code: code }, constraint: 'invitations_invite_code_key' },
    {
      into: 'invitations',
      breaks: { inviter_user_id: nobody },
      constraint: 'invitations_inviter_user_id_fkey',
    },
    {
      into: 'invitations',
      breaks: { redeemer_user_id: nobody },
      constraint: 'invitations_redeemer_user_id_fkey',
    },
    {
      into: 'invitations',
      breaks: { invite_code: code.slice(1) },
      constraint: 'invitations_invite_code_check',
    },
    {
      into: 'invitations',
      breaks: { invite_code: 'Code of 16 chars' },
      constraint: 'invitations_invite_code_check',
    },
    { into: 'invitations', breaks: { status: 'cancelled' }, constraint: 'invitations_status_check' },
    { into: 'invitations', breaks: { status: 'redeemed' }, constraint: 'invitations_redeemed_check' },
  ],
  acceptances: [
    { into: 'users', what: 'an e-mail address that differs in capitals', also: { email: 'A@example.com' } },
    { into: 'users', what: 'every sign that a name may have', also: { email: 'a.b_c%d+e-f@g.h-i.museum' } },
    { into: 'users', what: 'the shortest username', also: { username: 'a_1' } },
    { into: 'users', what: 'the longest username', also: { username: 'u'.repeat(50) } },
    {
      into: 'users',
      what: 'wallets with capitals and small letters',
      also: { ext_wallet: `0x${hexDigits}`, app_wallet: `0x${hexDigits}` },
    },
    {
      into: 'users',
      what: '280 characters of two code units each',
      also: { bio: '\u{1F98A}'.repeat(280) },
    },
    { into: 'users', what: 'an empty bio', also: { bio: '' } },
    {
      into: 'users',
      what: 'an inviter and an approver',
      also: { invited_by_user_id: a, approved_by_user_id: b },
    },
    { into: 'profiles', what: 'a country code', also: { country_code: 'MX' } },
    { into: 'profiles', what: 'no country code', also: { country_code: null } },
    {
      into: 'profiles',
      what: 'zero of everything',
      also: { completed_bounties: 0, total_earnings_usd: 0, profile_views: 0 },
    },
    { into: 'applications', what: 'an applicant who is gone', also: { user_id: null } },
    { into: 'applications', what: 'a motivation between blanks', also: { motivation_text: '\n .' } },
    { into: 'applications', what: 'an approval that nobody dated or signed', also: { status: 'approved' } },
    { into: 'invitations', what: 'the longest code', also: { invite_code: 'C'.repeat(32) } },
    {
      into: 'invitations',
      what: 'a code that differs in capitals',
      also: { invite_code: code.toUpperCase() },
    },
    { into: 'invitations', what: 'an expired one that nobody redeemed', also: { status: 'expired' } },
    {
      into: 'invitations',
      what: 'one that expired before it was made',
      also: { expires_at: new Date('2020-01-01T00:00:00Z') },
    },
    {
      into: 'invitations',
      what: 'a redeemed one whose redeemer is gone',
      also: { status: 'redeemed', redeemed_at: new Date('2026-01-10T00:00:00Z'), redeemer_user_id: null },
    },
  ],
});
