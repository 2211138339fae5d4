import type { SeedSession } from 'pg-roundtrip';

type Track = 'ai' | 'crypto' | 'privacy';

interface Profile {
  /** Makes the id; never given to another profile. */
  readonly number: number;
  readonly username: string;
  readonly city?: string;
  readonly country?: string;
  readonly country_code?: string;
  readonly github_url?: string;
  readonly twitter_url?: string;
  readonly linkedin_url?: string;
  readonly telegram_handle?: string;
  /** Left out: the user has not said. */
  readonly learning_tracks?: readonly Track[];
  readonly profile_visibility?: string;
  readonly availability_status?: string;
  readonly completed_bounties?: number;
  readonly total_earnings_usd?: number;
  readonly profile_views?: number;
  readonly deleted_at?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const createdAt = '2025-09-02T08:00:00Z';

const people: readonly Profile[] = [
  {
    number: 1,
    username: 'complete',
    city: 'Ciudad de México',
    country: 'México',
    country_code: 'MX',
    github_url: 'https://github.com/complete.example',
    twitter_url: 'https://twitter.com/complete.example',
    linkedin_url: 'https://www.linkedin.com/in/complete.example',
    telegram_handle: 'complete.example',
    learning_tracks: ['privacy', 'ai'],
    completed_bounties: 12,
    total_earnings_usd: 4321.5,
    profile_views: 1789,
    metadata: { badges: ['first-bounty'], theme: { dark: true } },
  },
  // Nothing but what a new profile has by itself.
  { number: 2, username: 'ext_wallet_only' },
  {
    number: 3,
    username: 'longest_'.padEnd(50, '9'),
    city: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, '.padEnd(100, 'l'),
    country: 'United Kingdom of Great Britain and Northern Ireland, '.padEnd(100, 'u'),
    country_code: 'GB',
    github_url: 'https://github.com/'.padEnd(500, 'g'),
    twitter_url: 'https://twitter.com/'.padEnd(500, 't'),
    linkedin_url: 'https://www.linkedin.com/in/'.padEnd(500, 'l'),
    telegram_handle: 'longest'.padEnd(100, 't'),
    learning_tracks: ['ai', 'crypto', 'privacy'],
    completed_bounties: 2_147_483_647,
    total_earnings_usd: 9_999_990,
    profile_views: 2_147_483_647,
  },
  {
    number: 4,
    username: 'unicode',
    city: 'São Paulo – Brasil',
    country: 'Österreich 🦊',
    country_code: 'AT',
    telegram_handle: 'zoë',
    learning_tracks: ['ai'],
  },
  // Hidden until the suspension ends.
  { number: 5, username: 'suspended', profile_visibility: 'private', availability_status: 'unavailable' },
  { number: 6, username: 'deleted', learning_tracks: ['crypto'], deleted_at: '2025-12-20T10:00:00Z' },
  // The account stays, its profile was taken off.
  { number: 7, username: 'approved', deleted_at: '2026-01-05T18:00:00Z' },
];

const trackSets: readonly (readonly Track[] | undefined)[] = [
  undefined,
  [],
  ['ai'],
  ['crypto'],
  ['privacy'],
  ['ai', 'crypto'],
  ['ai', 'privacy'],
  ['crypto', 'privacy'],
  ['ai', 'crypto', 'privacy'],
];

/** Every visibility with every availability; and, one each, every set of tracks that a user can learn. */
const combinations = ['public', 'members', 'private'].flatMap((profile_visibility, row) =>
  ['available', 'open_to_offers', 'unavailable'].map((availability_status, column): Profile => {
    const position = 3 * row + column;
    const tracks = trackSets[position];
    return {
      number: 101 + position,
      username: `shown_${profile_visibility}_${availability_status}`,
      country: 'Argentina',
      country_code: 'AR',
      ...(tracks && { learning_tracks: tracks }),
      profile_visibility,
      availability_status,
      completed_bounties: position,
      total_earnings_usd: position * 100.25,
      profile_views: position * position,
    };
  }),
);

const insertProfile = `
INSERT INTO profiles (id, user_id, city, country, country_code, github_url, twitter_url, linkedin_url,
                      telegram_handle, learning_tracks, profile_visibility, availability_status,
                      completed_bounties, total_earnings_usd, profile_views, created_at, updated_at, deleted_at,
                      metadata)
SELECT $1::uuid, users.id, $3::varchar, $4::varchar, $5::varchar, $6::varchar, $7::varchar, $8::varchar,
       $9::varchar, $10::learning_track[], $11::profile_visibility, $12::availability_status,
       $13::integer, $14::real, $15::integer, $16::timestamptz, $17::timestamptz, $18::timestamptz,
       $19::jsonb
FROM users
WHERE users.username = $2::varchar
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const profile of [...people, ...combinations]) await session.query(insertProfile, toValues(profile));
}

function toValues(profile: Profile): readonly unknown[] {
  const { city = null, country = null, country_code = null, telegram_handle = null } = profile;
  const { github_url = null, twitter_url = null, linkedin_url = null } = profile;
  const { learning_tracks = null, deleted_at = null } = profile;
  return [
    `00000002-0000-4000-8000-${String(profile.number).padStart(12, '0')}`,
    profile.username,
    city,
    country,
    country_code,
    github_url,
    twitter_url,
    linkedin_url,
    telegram_handle,
    learning_tracks,
    profile.profile_visibility ?? 'public',
    profile.availability_status ?? 'available',
    profile.completed_bounties ?? 0,
    profile.total_earnings_usd ?? 0,
    profile.profile_views ?? 0,
    createdAt,
    deleted_at ?? createdAt,
    deleted_at,
    JSON.stringify(profile.metadata ?? {}),
  ];
}
