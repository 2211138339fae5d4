import type { SeedSession } from 'pg-roundtrip';

interface User {
  /** Makes the id; never given to another user. */
  readonly number: number;
  readonly username: string;
  readonly display_name: string;
  readonly privy_did?: string;
  readonly email?: string;
  readonly bio?: string;
  readonly avatar_url?: string;
  readonly ext_wallet?: string;
  readonly app_wallet?: string;
  readonly primary_auth_method?: 'email' | 'wallet' | 'social';
  readonly role?: 'member' | 'moderator' | 'admin';
  readonly account_status?: 'pending' | 'active' | 'suspended' | 'banned';
  /** Names of users further up. */
  readonly invited_by?: string;
  readonly approved_by?: string;
  readonly last_login_at?: string;
  readonly deleted_at?: string;
  readonly privy_metadata?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The rows that these seeds make: where anybody else has an account, the database is not one to be seeded. */
export const owns = { users: "email LIKE '%@example.com'" };

const createdAt = '2025-09-01T08:00:00Z';
const signedInAt = '2026-01-12T09:30:00Z';

/** Not the wallet of anybody: the number of the user in zeroes. */
const wallet = (number: number) => `0x${number.toString(16).padStart(40, '0')}`;

const letIn = { account_status: 'active', approved_by: 'moderator' } as const;

/** One account for every state that an account can be in; the times suppose that it is 15 January 2026. */
const people: readonly User[] = [
  {
    number: 1,
    username: 'admin',
    display_name: 'Ada Min',
    role: 'admin',
    account_status: 'active',
    last_login_at: signedInAt,
  },
  {
    number: 2,
    username: 'moderator',
    display_name: 'Mode Rator',
    primary_auth_method: 'wallet',
    ext_wallet: wallet(2),
    role: 'moderator',
    account_status: 'active',
    invited_by: 'admin',
    approved_by: 'admin',
    last_login_at: signedInAt,
  },
  {
    ...letIn,
    number: 3,
    username: 'complete',
    display_name: 'Com Plete',
    primary_auth_method: 'social',
    bio: 'Every field of this account and of its profile is filled in.',
    avatar_url: 'https://pictures.example.com/complete.jpg',
    // Capitals and small letters, as the checksum of a wallet makes them.
    ext_wallet: '0x00000000000000000000000000000000000AbCdE',
    app_wallet: wallet(3),
    invited_by: 'moderator',
    last_login_at: signedInAt,
    privy_metadata: { linkedAccounts: [{ type: 'github_oauth', username: 'complete' }] },
    metadata: { onboarding: { finished: true, step: 4 }, source: 'invitation' },
  },
  { number: 4, username: 'minimal', display_name: 'M' },
  {
    ...letIn,
    number: 5,
    username: 'longest_'.padEnd(50, '9'),
    display_name: 'Maximilian '.padEnd(100, 'M'),
    privy_did: 'did:privy:'.padEnd(255, 'd'),
    email: `${'longest.'.padEnd(243, 'l')}@example.com`,
    bio: 'Every text of this account is as long as it may be. '.padEnd(280, 'b'),
    avatar_url: 'https://pictures.example.com/'.padEnd(500, 'p'),
  },
  { ...letIn, number: 6, username: 'abc', display_name: 'Shortest Username' },
  {
    ...letIn,
    number: 7,
    username: 'unicode',
    display_name: 'Zoë Ångström 李雷',
    primary_auth_method: 'social',
    bio: 'Schreibt auf Deutsch, 中文 and עברית; likes 🦊, "quotes", \\ and <b>markup</b>.',
    metadata: { note: '日本語, "quoted", \\ and 🦊' },
  },
  {
    ...letIn,
    number: 8,
    username: 'ext_wallet_only',
    display_name: 'Ext Wallet',
    primary_auth_method: 'wallet',
    ext_wallet: wallet(8),
  },
  {
    ...letIn,
    number: 9,
    username: 'app_wallet_only',
    display_name: 'App Wallet',
    primary_auth_method: 'social',
    app_wallet: wallet(9),
  },
  {
    ...letIn,
    number: 10,
    username: 'suspended',
    display_name: 'Sue Spended',
    account_status: 'suspended',
    metadata: { suspended: { reason: 'spam', until: '2026-02-01' } },
  },
  { ...letIn, number: 11, username: 'banned', display_name: 'Ban Ned', account_status: 'banned' },
  { ...letIn, number: 12, username: 'deleted', display_name: 'Del Eted', deleted_at: '2025-12-20T10:00:00Z' },
  // Whoever let her in was deleted for good.
  { number: 13, username: 'approver_gone', display_name: 'Ann Prover', account_status: 'active' },
];

/** How far an application has got; see 03_applications.ts. */
const applicants: readonly User[] = [
  { number: 21, username: 'applied', display_name: 'App Lied' },
  { number: 22, username: 'applied_as_invited', display_name: 'Inga Vited', invited_by: 'complete' },
  { ...letIn, number: 23, username: 'approved', display_name: 'App Roved' },
  { ...letIn, number: 24, username: 'approved_undated', display_name: 'Una Dated', approved_by: 'admin' },
  { number: 25, username: 'reviewer_gone', display_name: 'Rev Iewer', account_status: 'active' },
  { number: 26, username: 'rejected', display_name: 'Re Jected' },
];

/** `shown_members_unavailable`: who sees the profile, and whether its user can be asked; see 02_profiles.ts. */
const profileUsers = ['public', 'members', 'private'].flatMap((visibility, row) =>
  ['available', 'open_to_offers', 'unavailable'].map((availability, column): User => ({
    ...letIn,
    number: 101 + 3 * row + column,
    username: `shown_${visibility}_${availability}`,
    display_name: `Shown ${visibility} ${availability}`,
  })),
);

const insertUser = `
INSERT INTO users (id, privy_did, email, username, display_name, bio, avatar_url, ext_wallet, app_wallet,
                   primary_auth_method, role, account_status, invited_by_user_id, approved_by_user_id,
                   created_at, updated_at, last_login_at, deleted_at, privy_metadata, metadata)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
        (SELECT id FROM users WHERE username = $13), (SELECT id FROM users WHERE username = $14),
        $15, $16, $17, $18, $19, $20)
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const user of [...people, ...applicants, ...profileUsers]) {
    await session.query(insertUser, toValues(user));
  }
}

function toValues(user: User): readonly unknown[] {
  const { bio = null, avatar_url = null, ext_wallet = null, app_wallet = null } = user;
  const { invited_by = null, approved_by = null, last_login_at = createdAt, deleted_at = null } = user;
  return [
    `00000001-0000-4000-8000-${String(user.number).padStart(12, '0')}`,
    user.privy_did ?? `did:privy:development-${user.username}`,
    user.email ?? `${user.username}@example.com`,
    user.username,
    user.display_name,
    bio,
    avatar_url,
    ext_wallet,
    app_wallet,
    user.primary_auth_method ?? 'email',
    user.role ?? 'member',
    user.account_status ?? 'pending',
    invited_by,
    approved_by,
    createdAt,
    deleted_at ?? last_login_at,
    last_login_at,
    deleted_at,
    JSON.stringify(user.privy_metadata ?? {}),
    JSON.stringify(user.metadata ?? {}),
  ];
}
