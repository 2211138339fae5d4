import type { SeedSession } from 'pg-roundtrip';

interface Application {
  /** Makes the id; never given to another application. */
  readonly number: number;
  /** Left out: the applicant was deleted for good. */
  readonly username?: string;
  readonly motivation_text: string;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly created_at: string;
  /** Left out: nobody yet, or somebody who was deleted for good. */
  readonly reviewed_by?: string;
  readonly reviewed_at?: string;
  readonly review_notes?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const applications: readonly Application[] = [
  {
    number: 1,
    username: 'applied',
    motivation_text: 'I would like to learn how to build with others.',
    status: 'pending',
    created_at: '2026-01-12T10:00:00Z',
  },
  {
    number: 2,
    username: 'applied_as_invited',
    motivation_text: 'A friend sent me here.\n\nShe says that one learns a lot: 日本語, 🦊, "quotes" and \\.',
    status: 'pending',
    created_at: '2025-11-03T22:15:00Z',
    metadata: { goals: ['first bounty'], invited: true },
  },
  // The shortest that is not blank.
  {
    number: 3,
    username: 'approved',
    motivation_text: '!',
    status: 'approved',
    created_at: '2025-09-01T09:00:00Z',
    reviewed_by: 'moderator',
    reviewed_at: '2025-09-02T07:30:00Z',
    review_notes: 'Known from the meeting in August.',
  },
  {
    number: 4,
    username: 'approved_undated',
    motivation_text: 'Approved before it was noted when.',
    status: 'approved',
    created_at: '2025-09-01T09:30:00Z',
    reviewed_by: 'admin',
  },
  {
    number: 5,
    username: 'reviewer_gone',
    motivation_text: 'Approved by somebody whose account is gone.',
    status: 'approved',
    created_at: '2025-09-01T10:00:00Z',
    reviewed_at: '2025-09-03T12:00:00Z',
  },
  {
    number: 6,
    username: 'rejected',
    motivation_text: 'Buy followers, cheap!',
    status: 'rejected',
    created_at: '2025-12-01T03:00:00Z',
    reviewed_by: 'moderator',
    reviewed_at: '2025-12-01T08:00:00Z',
    review_notes: 'Advertising.',
  },
  {
    number: 7,
    motivation_text: 'The applicant is gone; the application is kept for the statistics.',
    status: 'approved',
    created_at: '2025-09-05T10:00:00Z',
    reviewed_by: 'admin',
    reviewed_at: '2025-09-06T10:00:00Z',
  },
  {
    number: 8,
    motivation_text: 'Another whose applicant is gone: there can be any number of them.',
    status: 'rejected',
    created_at: '2025-10-05T10:00:00Z',
    reviewed_by: 'admin',
    reviewed_at: '2025-10-06T10:00:00Z',
  },
  {
    number: 9,
    username: 'complete',
    motivation_text: 'I was invited, and want to teach what I know.',
    status: 'approved',
    created_at: '2025-09-01T08:00:00Z',
    reviewed_by: 'moderator',
    reviewed_at: '2025-09-01T20:00:00Z',
    review_notes: 'Gladly.',
    metadata: { goals: ['teach', 'first bounty'] },
  },
];

const insertApplication = `
INSERT INTO applications (id, user_id, motivation_text, status, reviewed_by_user_id, reviewed_at, review_notes,
                          created_at, updated_at, metadata)
VALUES ($1, (SELECT id FROM users WHERE username = $2), $3, $4,
        (SELECT id FROM users WHERE username = $5), $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const application of applications) await session.query(insertApplication, toValues(application));
}

function toValues(application: Application): readonly unknown[] {
  const { username = null, reviewed_by = null, reviewed_at = null, review_notes = null } = application;
  return [
    `00000003-0000-4000-8000-${String(application.number).padStart(12, '0')}`,
    username,
    application.motivation_text,
    application.status,
    reviewed_by,
    reviewed_at,
    review_notes,
    application.created_at,
    reviewed_at ?? application.created_at,
    JSON.stringify(application.metadata ?? {}),
  ];
}
