import type { SeedSession } from 'pg-roundtrip';

interface Tenant {
  /** Last digits of the id; never given to another tenant. */
  readonly number: string;
  readonly name: string;
  readonly compute_id?: string;
  readonly deleted?: string;
}

/** Their ids: names of tenants need not be unique. */
export const owns = { tenants: "id::text LIKE '00000000-0000-4000-9000-0000000000__'" };

const created = '2025-09-01T09:00:00Z';

/** One for every state that a tenant can be in. */
const tenants: readonly Tenant[] = [
  { number: '01', name: 'Own Compute', compute_id: '00000000-0000-4000-a000-000000000001' },
  { number: '02', name: 'Shared Compute' },
  { number: '03', name: 'Same Name' },
  { number: '04', name: 'Same Name' },
  { number: '05', name: 'Without Members' },
  { number: '06', name: 'Deleted', deleted: '2025-12-20T10:00:00Z' },
  {
    number: '07',
    name: 'Deleted With Own Compute',
    compute_id: '00000000-0000-4000-a000-000000000007',
    deleted: '2025-11-30T23:59:59Z',
  },
  { number: '08', name: 'Übersee & Søn 株式会社 "Ltd." \\ <b>' },
];

const insertTenant = `
INSERT INTO tenants (id, name, created, updated, deleted, compute_id)
VALUES ($1, $2, $3::timestamptz, coalesce($4, $3), $4::timestamptz, $5)
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { number, name, deleted = null, compute_id = null } of tenants) {
    const id = `00000000-0000-4000-9000-${number.padStart(12, '0')}`;
    await session.query(insertTenant, [id, name, created, deleted, compute_id]);
  }
}
