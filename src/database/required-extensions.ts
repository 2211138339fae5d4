import { DatabaseError } from '../errors.js';
import type { Database, Session } from './session.js';
import { withSession } from './with-session.js';

const MISSING_EXTENSIONS = `
  SELECT w.name FROM pg_catalog.unnest($1::text[]) AS w (name)
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions e WHERE e.name::text = w.name)
  ORDER BY w.name`;

/** Those of the extensions that the server does not offer: their files are not installed on it. */
export async function missingExtensions(
  session: Session,
  names: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const { rows } = await session.query<{ name: string }>(MISSING_EXTENSIONS, [names]);
  return rows.map(({ name }) => name);
}

/**
 * Stops before anything is run where the server lacks an extension that the project needs.
 * @throws DatabaseError naming the extensions
 */
export async function requireExtensions(database: Database, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const missing = await withSession(database, (session) => missingExtensions(session, names));
  if (missing.length === 0) return;
  throw new DatabaseError(
    `${database.label} does not offer ${missing.join(', ')}, required by the setting "extensions"`,
    { remedy: extensionRemedy },
  );
}

export const extensionRemedy =
  'Install the package of the extension on the server, or use a server that has it, such as a container image made for it, with --database-url.';
