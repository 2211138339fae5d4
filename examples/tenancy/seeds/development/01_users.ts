import type { SeedSession } from 'pg-roundtrip';

interface User {
  /** Last digits of the id; never given to another user. */
  readonly number: string;
  readonly email: string;
  readonly name?: string;
  readonly family_name?: string;
  readonly given_name?: string;
  readonly picture?: string;
  readonly email_verified?: string;
  readonly deleted?: string;
}

/** The rows that these seeds make: where anybody else has an account, the database is not one to be seeded. */
export const owns = { users: "email ILIKE '%@example.com'" };

const created = '2025-09-01T08:00:00Z';
const verified = '2025-09-01T08:05:00Z';

/** One for every state that a user can be in, in any tenant or none; the times suppose that it is 15 January 2026. */
const people: readonly User[] = [
  {
    number: '01',
    email: 'complete@example.com',
    name: 'Ada Complete',
    family_name: 'Complete',
    given_name: 'Ada',
    picture: 'https://pictures.example.com/ada.jpg',
    email_verified: verified,
  },
  { number: '02', email: 'minimal@example.com' },
  {
    number: '03',
    email: 'unverified@example.com',
    name: 'Una Verified',
    family_name: 'Verified',
    given_name: 'Una',
  },
  {
    number: '04',
    email: 'unicode@example.com',
    name: '李雷 Ångström, "Zoë" \\ <b>',
    family_name: 'Ångström',
    given_name: '李雷',
    picture: 'https://pictures.example.com/über.jpg?q=ä',
    email_verified: verified,
  },
  {
    number: '05',
    email: 'one-name@example.com',
    name: 'Suharto',
    given_name: 'Suharto',
    email_verified: verified,
  },
  // Addresses are compared as written: these are two users.
  { number: '06', email: 'capitals@example.com', name: 'Minnie Scule', email_verified: verified },
  { number: '07', email: 'Capitals@Example.com', name: 'Maja Scule', email_verified: verified },
  {
    number: '08',
    email: 'deleted@example.com',
    name: 'Del Eted',
    email_verified: verified,
    deleted: '2025-12-20T10:00:00Z',
  },
  { number: '09', email: 'deleted-unverified@example.com', deleted: '2025-10-05T16:45:00Z' },
  { number: '10', email: 'two-tenants@example.com', name: 'Bo Thouses', email_verified: verified },
  { number: '11', email: 'no-tenant@example.com', name: 'Nona Tenant', email_verified: verified },
  { number: '12', email: 'left@example.com', name: 'Lea Ving', email_verified: verified },
  { number: '13', email: 'owner@example.com', name: 'Olga Owner', email_verified: verified },
  { number: '14', email: 'admin@example.com', name: 'Adam Admin', email_verified: verified },
  { number: '15', email: 'member@example.com', name: 'Mem Ber', email_verified: verified },
  { number: '16', email: 'viewer@example.com', name: 'Vi Ewer', email_verified: verified },
  { number: '17', email: 'theme-dark@example.com', name: 'Theo Dark', email_verified: verified },
  { number: '18', email: 'theme-system@example.com', name: 'Thea System', email_verified: verified },
  {
    number: '19',
    email: 'preferences-unset@example.com',
    name: 'Unset Preferences',
    email_verified: verified,
  },
  {
    number: '20',
    email: 'preferences-longest@example.com',
    name: 'Long Preferences',
    email_verified: verified,
  },
];

/** `notify-0110@example.com`: wants no e-mail, push, weekly reports, no marketing. */
const notificationUsers = Array.from({ length: 16 }, (_, combination): User => {
  const wanted = combination.toString(2).padStart(4, '0');
  return {
    number: `1${wanted}`,
    email: `notify-${wanted}@example.com`,
    name: `Notify ${wanted}`,
    email_verified: verified,
  };
});

const insertUser = `
INSERT INTO users (id, email, name, family_name, given_name, picture, email_verified, created, updated, deleted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, coalesce($9, $8), $9::timestamptz)
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { number, email, ...rest } of [...people, ...notificationUsers]) {
    const { name = null, family_name = null, given_name = null, picture = null } = rest;
    const { email_verified = null, deleted = null } = rest;
    const id = `00000000-0000-4000-8000-${number.padStart(12, '0')}`;
    const values = [id, email, name, family_name, given_name, picture, email_verified, created, deleted];
    await session.query(insertUser, values);
  }
}
