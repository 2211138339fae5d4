import type { SeedSession } from 'pg-roundtrip';

interface User {
  /** Last digits of the id; never given to another user. */
  readonly number: string;
  readonly username: string;
  readonly public_display_name?: string;
  readonly admin_level?: number;
  readonly profile_picture_url?: string;
}

/** The rows that these seeds make: where anybody else has an account, the database is not one to be seeded. */
export const owns = { users: "email LIKE '%@example.com'" };

const createdAt = '2025-09-01T08:00:00Z';

/** One for every state that an account, its settings and its e-mails can be in. */
const people: readonly User[] = [
  {
    number: '01',
    username: 'complete',
    public_display_name: 'Ada Complete',
    admin_level: 2,
    profile_picture_url: 'https://pictures.example.com/ada.jpg',
  },
  { number: '02', username: 'minimal' },
  { number: '03', username: 'unicode', public_display_name: 'Zoë 李雷 🦊, "quotes", \\ and <b>' },
  { number: '04', username: 'admin-none', admin_level: 0 },
  { number: '05', username: 'admin-some', admin_level: 1 },
  { number: '06', username: 'never-written-to', public_display_name: 'Nev Er' },
  { number: '07', username: 'settings-default' },
  { number: '08', username: 'settings-all-shown' },
  { number: '09', username: 'settings-all-hidden' },
  { number: '10', username: 'emails-unwanted' },
  { number: '11', username: 'emails-unwanted-since' },
  { number: '12', username: 'news-yesterday' },
  { number: '13', username: 'news-last-month' },
  { number: '14', username: 'reminded-yesterday' },
  { number: '15', username: 'failed-once' },
  { number: '16', username: 'failed-always' },
  { number: '17', username: 'many-emails' },
];

const insertUser = `
INSERT INTO users (userid, email, created_at, username, public_display_name, admin_level, profile_picture_url)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING`;

export async function seed(session: SeedSession): Promise<void> {
  for (const { number, username, ...rest } of people) {
    const { public_display_name = null, admin_level = null, profile_picture_url = null } = rest;
    await session.query(insertUser, [
      ...[`00000000-0000-4000-8000-${number.padStart(12, '0')}`, `${username}@example.com`, createdAt],
      ...[username, public_display_name, admin_level, profile_picture_url],
    ]);
  }
}
