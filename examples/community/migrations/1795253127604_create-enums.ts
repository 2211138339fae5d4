import type { MigrationBuilder } from 'node-pg-migrate';

/** Each with its values in the order in which they compare. */
const enums: Readonly<Record<string, readonly string[]>> = {
  user_role: ['member', 'moderator', 'admin'],
  account_status: ['pending', 'active', 'suspended', 'banned'],
  auth_method: ['email', 'wallet', 'social'],
  profile_visibility: ['public', 'members', 'private'],
  availability_status: ['available', 'open_to_offers', 'unavailable'],
  learning_track: ['ai', 'crypto', 'privacy'],
  application_status: ['pending', 'approved', 'rejected'],
};

const comments = `
COMMENT ON TYPE user_role IS 'What a user may do, the least first.';
COMMENT ON TYPE account_status IS 'Whether a user is let in.';
COMMENT ON TYPE auth_method IS 'How a user signs in.';
COMMENT ON TYPE profile_visibility IS 'Who sees a profile, the most people first.';
COMMENT ON TYPE availability_status IS 'Whether somebody can be asked to work.';
COMMENT ON TYPE learning_track IS 'What the community teaches.';
COMMENT ON TYPE application_status IS 'What became of an application.';`;

const findPresent = `
SELECT type.typname AS name
FROM pg_catalog.pg_type AS type
WHERE type.typnamespace = pg_catalog.current_schema()::regnamespace AND type.typname = ANY ($1)
ORDER BY type.typname`;

export async function up(pgm: MigrationBuilder): Promise<void> {
  // CREATE TYPE has no IF NOT EXISTS.
  const present = await listPresentTypes(pgm);
  for (const [name, values] of Object.entries(enums)) {
    if (!present.includes(name)) pgm.createType(name, [...values]);
  }
  pgm.sql(comments);
}

export function down(pgm: MigrationBuilder): void {
  for (const name of Object.keys(enums).reverse()) pgm.dropType(name);
}

async function listPresentTypes(pgm: MigrationBuilder): Promise<string[]> {
  const { rows } = (await pgm.db.query(findPresent, [Object.keys(enums)])) as { rows: { name: string }[] };
  return rows.map(({ name }) => name);
}
