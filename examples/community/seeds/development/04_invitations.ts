import type { SeedSession } from 'pg-roundtrip';

interface Invitation {
  /** Makes the id; never given to another invitation. */
  readonly number: number;
  readonly inviter: string;
  readonly invite_code: string;
  readonly status: 'pending' | 'redeemed' | 'expired';
  readonly created_at: string;
  readonly expires_at: string;
  readonly redeemed_at?: string;
  /** Left out: nobody yet, or somebody who was deleted for good. */
  readonly redeemer?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const invitations: readonly Invitation[] = [
  {
    number: 1,
    inviter: 'complete',
    invite_code: 'open-until-february',
    status: 'pending',
    created_at: '2026-01-10T12:00:00Z',
    expires_at: '2026-02-10T12:00:00Z',
  },
  // The application sets `expired` when it comes across it; until then only the time says so.
  {
    number: 2,
    inviter: 'complete',
    invite_code: 'expired_by_time_only',
    status: 'pending',
    created_at: '2025-12-01T12:00:00Z',
    expires_at: '2026-01-01T12:00:00Z',
  },
  {
    number: 3,
    inviter: 'complete',
    invite_code: 'set-to-expired-by-app',
    status: 'expired',
    created_at: '2025-10-01T12:00:00Z',
    expires_at: '2025-11-01T12:00:00Z',
  },
  {
    number: 4,
    inviter: 'complete',
    invite_code: 'redeemed-by-applicant',
    status: 'redeemed',
    created_at: '2025-11-01T12:00:00Z',
    expires_at: '2025-12-01T12:00:00Z',
    redeemed_at: '2025-11-03T22:00:00Z',
    redeemer: 'applied_as_invited',
    metadata: { channel: 'telegram', note: 'for a friend 🦊' },
  },
  {
    number: 5,
    inviter: 'complete',
    invite_code: 'redeemer-is-gone',
    status: 'redeemed',
    created_at: '2025-09-03T12:00:00Z',
    expires_at: '2025-10-03T12:00:00Z',
    redeemed_at: '2025-09-04T12:00:00Z',
  },
  // The longest code, and the shortest.
  {
    number: 6,
    inviter: 'moderator',
    invite_code: 'Code_of-32-characters'.padEnd(32, '0'),
    status: 'redeemed',
    created_at: '2025-08-20T12:00:00Z',
    expires_at: '2025-09-20T12:00:00Z',
    redeemed_at: '2025-09-01T08:00:00Z',
    redeemer: 'complete',
  },
  {
    number: 7,
    inviter: 'admin',
    invite_code: 'Code_of-16-chars',
    status: 'redeemed',
    created_at: '2025-08-20T12:00:00Z',
    expires_at: '2025-09-20T12:00:00Z',
    redeemed_at: '2025-09-01T08:00:00Z',
    redeemer: 'moderator',
  },
  // Still open, though its inviter is not welcome any more.
  {
    number: 8,
    inviter: 'banned',
    invite_code: 'inviter-was-banned',
    status: 'pending',
    created_at: '2026-01-10T12:00:00Z',
    expires_at: '2026-02-10T12:00:00Z',
  },
];

const insertInvitation = `
INSERT INTO invitations (id, inviter_user_id, redeemer_user_id, invite_code, redeemed_at, expires_at, status,
                         created_at, updated_at, metadata)
SELECT $1::uuid, inviter.id, (SELECT id FROM users WHERE username = $3::varchar), $4::varchar, $5::timestamptz,
       $6::timestamptz, $7::varchar, $8::timestamptz, $9::timestamptz, $10::jsonb
FROM users AS inviter
WHERE inviter.username = $2::varchar
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const invitation of invitations) await session.query(insertInvitation, toValues(invitation));
}

function toValues(invitation: Invitation): readonly unknown[] {
  const { redeemer = null, redeemed_at = null } = invitation;
  return [
    `00000004-0000-4000-8000-${String(invitation.number).padStart(12, '0')}`,
    invitation.inviter,
    redeemer,
    invitation.invite_code,
    redeemed_at,
    invitation.expires_at,
    invitation.status,
    invitation.created_at,
    redeemed_at ?? invitation.created_at,
    JSON.stringify(invitation.metadata ?? {}),
  ];
}
