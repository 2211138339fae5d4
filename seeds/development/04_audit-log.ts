import type { SeedSession } from '../../src/seed/seed-session.js';

interface Entry {
  readonly email: string;
  readonly action: string;
  readonly at: string;
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Addresses are of the ranges reserved for documentation; none: the system itself acted. */
  readonly from?: string;
  readonly agent?: string;
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0';
const phone = 'ExampleApp/3.2 (Android 16)';

const entries: readonly Entry[] = [
  {
    email: 'complete@example.com',
    action: 'profile_updated',
    at: '2025-09-02T08:05:00Z',
    changes: {
      bio: { old: null, new: 'Mathematician and writer.' },
      location: { old: null, new: 'London, United Kingdom' },
    },
    from: '192.0.2.10',
    agent: firefox,
  },
  {
    email: 'complete@example.com',
    action: 'picture_uploaded',
    at: '2025-09-02T08:06:00Z',
    changes: { profile_picture_url: { old: null, new: 'https://pictures.example.com/old.jpg' } },
    from: '192.0.2.10',
    agent: firefox,
  },
  {
    email: 'complete@example.com',
    action: 'privacy_changed',
    at: '2025-09-02T08:10:00Z',
    changes: { email: { old: true, new: false } },
    from: '2001:db8::10',
    agent: phone,
  },
  {
    email: 'complete@example.com',
    action: 'picture_removed',
    at: '2025-10-20T19:00:00Z',
    changes: { profile_picture_url: { old: 'https://pictures.example.com/old.jpg', new: null } },
    from: '2001:db8::10',
    agent: phone,
  },
  {
    email: 'complete@example.com',
    action: 'picture_uploaded',
    at: '2025-10-20T19:01:00Z',
    changes: { profile_picture_url: { old: null, new: 'https://pictures.example.com/ada.jpg' } },
    from: '2001:db8::10',
    agent: phone,
  },
  // The longest text that an address can have: 45 characters.
  {
    email: 'complete@example.com',
    action: 'password_changed',
    at: '2025-12-01T07:00:00Z',
    from: '2001:0db8:0000:0000:0000:0000:198.151.100.123',
    agent: firefox,
  },
  {
    email: 'complete@example.com',
    action: 'profile_updated',
    at: '2026-01-12T09:30:00Z',
    changes: { website: { old: null, new: 'https://ada.example.com' } },
    from: '192.0.2.10',
    agent: firefox,
  },
  {
    email: 'deletion-requested@example.com',
    action: 'account_deletion_requested',
    at: '2026-01-12T10:00:00Z',
    from: '198.51.100.7',
    agent: phone,
  },
  {
    email: 'deletion-overdue@example.com',
    action: 'account_deletion_requested',
    at: '2025-12-01T10:00:00Z',
    from: '198.51.100.8',
    agent: phone,
  },
  {
    email: 'deletion-cancelled@example.com',
    action: 'account_deletion_requested',
    at: '2026-01-05T18:00:00Z',
    from: '203.0.113.5',
    agent: firefox,
  },
  {
    email: 'deletion-cancelled@example.com',
    action: 'account_deletion_cancelled',
    at: '2026-01-06T07:15:00Z',
    from: '203.0.113.5',
    agent: firefox,
  },
  { email: 'deleted@example.com', action: 'account_deletion_requested', at: '2025-11-20T10:00:00Z' },
];

/** The log has no key but its number: an entry of the same user, action and moment is the same entry. */
const insertEntry = `
INSERT INTO profile_audit_log (user_id, action, created_at, changes_json, ip_address, user_agent)
SELECT users.id, $2::varchar, $3::timestamptz, $4::jsonb, $5::varchar, $6::text
FROM users
LEFT JOIN profile_audit_log AS present
  ON present.user_id = users.id AND present.action = $2::varchar AND present.created_at = $3::timestamptz
WHERE users.email = $1::varchar AND present.id IS NULL`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { email, action, at, changes, from = null, agent = null } of entries) {
    const changesJson = changes === undefined ? null : JSON.stringify(changes);
    await session.query(insertEntry, [email, action, at, changesJson, from, agent]);
  }
}
