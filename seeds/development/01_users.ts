import type { SeedSession } from '../../src/seed/seed-session.js';

interface User {
  readonly email: string;
  readonly full_name: string;
  readonly bio?: string;
  readonly location?: string;
  readonly website?: string;
  readonly profile_picture_url?: string;
  /** Null: an account older than profiles, never updated since. */
  readonly profile_updated_at: string | null;
  readonly deletion_requested_at?: string;
  readonly deleted_at?: string;
}

/** The rows that these seeds make: where anybody else has an account, the database is not one to be seeded. */
export const owns = { users: "email LIKE '%@example.com'" };

/** Has the form of a bcrypt hash and is the hash of nothing: nobody can sign in with it. */
const passwordHash = '$2b$12$developmentSeedNoLoginThisIsNotTheHashOfAnyPassword..';
const createdAt = '2025-09-01T08:00:00Z';
const updatedAt = '2026-01-12T09:30:00Z';

/** One account for every state that an account can be in; the times suppose that it is 15 January 2026. */
const people: readonly User[] = [
  {
    email: 'complete@example.com',
    full_name: 'Ada Complete',
    bio: 'Mathematician and writer. Every field of this profile is filled in.',
    location: 'London, United Kingdom',
    website: 'https://ada.example.com',
    profile_picture_url: 'https://pictures.example.com/ada.jpg',
    profile_updated_at: updatedAt,
  },
  { email: 'minimal@example.com', full_name: 'Min Imal', profile_updated_at: createdAt },
  { email: 'before-profiles@example.com', full_name: 'Bea Forehand', profile_updated_at: null },
  {
    email: 'longest@example.com',
    full_name: 'Maximilian '.padEnd(100, 'M'),
    bio: 'Every text of this profile is as long as it may be. '.padEnd(500, 'b'),
    location: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, '.padEnd(100, 'l'),
    website: 'https://longest.example.com/'.padEnd(255, 'w'),
    profile_picture_url: 'https://pictures.example.com/'.padEnd(500, 'p'),
    profile_updated_at: updatedAt,
  },
  {
    email: 'unicode@example.com',
    full_name: 'Zoë Ångström 李雷',
    bio: 'Schreibt auf Deutsch, 中文 and עברית; likes 🦊, "quotes", \\ and <b>markup</b>.',
    location: 'São Paulo – Brasil',
    website: 'http://xn--ngstrm-gua0l.example.com/über?q=ä',
    profile_updated_at: updatedAt,
  },
  {
    email: 'deletion-requested@example.com',
    full_name: 'Grace Period',
    bio: 'Asked three days ago to be deleted; can still change her mind.',
    profile_updated_at: updatedAt,
    deletion_requested_at: '2026-01-12T10:00:00Z',
  },
  {
    email: 'deletion-overdue@example.com',
    full_name: 'Otto Verdue',
    profile_updated_at: createdAt,
    deletion_requested_at: '2025-12-01T10:00:00Z',
  },
  { email: 'deletion-cancelled@example.com', full_name: 'Stan Ding', profile_updated_at: updatedAt },
  {
    email: 'deleted@example.com',
    full_name: 'Del Eted',
    profile_updated_at: createdAt,
    deletion_requested_at: '2025-11-20T10:00:00Z',
    deleted_at: '2025-12-20T10:00:00Z',
  },
  {
    email: 'deleted-by-staff@example.com',
    full_name: 'Ann Rule',
    profile_updated_at: createdAt,
    deleted_at: '2025-10-05T16:45:00Z',
  },
];

/** `privacy-01111@example.com`: which of email, bio, location, website and profile_picture are public. */
const privacyUsers = Array.from({ length: 32 }, (_, combination): User => {
  const shown = combination.toString(2).padStart(5, '0');
  return {
    email: `privacy-${shown}@example.com`,
    full_name: `Privacy ${shown}`,
    bio: `Shows and hides the fields as ${shown} says.`,
    location: 'Privacy, Kentucky',
    website: `https://privacy-${shown}.example.com`,
    profile_picture_url: `https://pictures.example.com/privacy-${shown}.jpg`,
    profile_updated_at: updatedAt,
  };
});

/** Who wants everything, nothing, one channel or one category. */
const notificationUsers = [
  'all',
  'none',
  'email',
  'push',
  'sms',
  'account_activity',
  'product_updates',
  'marketing',
  'messages',
  'updates',
].map((wanted): User => ({
  email: `notify-${wanted}@example.com`,
  full_name: `Notify ${wanted}`,
  profile_updated_at: updatedAt,
}));

/** Guarded rather than refused by a conflict, which would use up a number of the sequence at every run. */
const insertUser = `
INSERT INTO users (email, full_name, password_hash, created_at, updated_at, bio, location, website,
                   profile_picture_url, profile_updated_at, deletion_requested_at, deleted_at)
SELECT $1::varchar, $2::varchar, $3::varchar, $4::timestamptz, $5::timestamptz, $6::text, $7::varchar, $8::varchar,
       $9::varchar, $10::timestamptz, $11::timestamptz, $12::timestamptz
WHERE NOT EXISTS (SELECT 1 FROM users WHERE email = $1::varchar)
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const user of [...people, ...privacyUsers, ...notificationUsers]) {
    await session.query(insertUser, toValues(user));
  }
}

function toValues(user: User): readonly unknown[] {
  const { bio = null, location = null, website = null, profile_picture_url = null } = user;
  const { deletion_requested_at = null, deleted_at = null } = user;
  return [
    user.email,
    user.full_name,
    passwordHash,
    createdAt,
    deleted_at ?? user.profile_updated_at ?? createdAt,
    bio,
    location,
    website,
    profile_picture_url,
    user.profile_updated_at,
    deletion_requested_at,
    deleted_at,
  ];
}
