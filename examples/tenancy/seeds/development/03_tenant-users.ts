import type { SeedSession } from 'pg-roundtrip';

interface Membership {
  /** Number of the tenant, as in the file before this one. */
  readonly tenant: string;
  /** The address that the user signs in with. */
  readonly user: string;
  /** Left out: none, as the column has it. */
  readonly roles?: readonly string[];
  /** The address in this tenant, where it is another one. */
  readonly email?: string;
  readonly deleted?: string;
}

const created = '2025-09-02T08:00:00Z';

/** One for every state that a membership can be in. */
const memberships: readonly Membership[] = [
  {
    tenant: '01',
    user: 'complete@example.com',
    roles: ['owner', 'admin'],
    email: 'ada@own-compute.example.com',
  },
  { tenant: '01', user: 'admin@example.com', roles: ['admin'] },
  { tenant: '01', user: 'member@example.com', roles: ['member'] },
  { tenant: '01', user: 'viewer@example.com', roles: ['viewer'] },
  { tenant: '01', user: 'minimal@example.com' },
  { tenant: '01', user: 'unverified@example.com', roles: ['member'] },
  { tenant: '01', user: 'left@example.com', roles: ['member'], deleted: '2025-12-31T12:00:00Z' },
  { tenant: '02', user: 'owner@example.com', roles: ['owner'] },
  // The same person with other roles and another address in each tenant.
  { tenant: '01', user: 'two-tenants@example.com', roles: ['owner'], email: 'bo@own-compute.example.com' },
  {
    tenant: '02',
    user: 'two-tenants@example.com',
    roles: ['viewer'],
    email: 'bo@shared-compute.example.com',
  },
  { tenant: '03', user: 'capitals@example.com', roles: ['owner'] },
  { tenant: '04', user: 'Capitals@Example.com', roles: ['owner'] },
  // Deleted softly on one side, or on all: the other side stays as it was.
  { tenant: '02', user: 'deleted@example.com', roles: ['member'] },
  { tenant: '06', user: 'owner@example.com', roles: ['owner'] },
  { tenant: '07', user: 'deleted-unverified@example.com', roles: ['owner'], deleted: '2025-10-05T16:45:00Z' },
  {
    tenant: '08',
    user: 'unicode@example.com',
    roles: ['Eigentümer', '成員', 'with, comma', 'with "quotes"'],
  },
];

/** Users are found by their addresses: somebody may have made theirs anew, with another id. */
const insertMembership = `
INSERT INTO tenant_users (tenant_id, user_id, roles, email, created, updated, deleted)
SELECT $1::uuid, users.id, $3::text[], $4, $5::timestamptz, coalesce($6, $5), $6::timestamptz
FROM users
WHERE users.email = $2
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { tenant, user, roles = [], email = null, deleted = null } of memberships) {
    const tenantId = `00000000-0000-4000-9000-${tenant.padStart(12, '0')}`;
    await session.query(insertMembership, [tenantId, user, roles, email, created, deleted]);
  }
}
