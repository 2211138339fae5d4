import type { Session } from '../../../../src/database/session.js';

/** Other tests have scratch databases on the same server, so that only roles can be told apart. */
const ROLES = "SELECT r.rolname AS name FROM pg_catalog.pg_roles AS r WHERE r.rolname ~ '^rehearsal'";

/** The roles of the test snapshot that are still there: they can be dropped only after the copy. */
export async function leftBehind(session: Session): Promise<readonly string[]> {
  const { rows } = await session.query<{ name: string }>(ROLES);
  return rows.map(({ name }) => name);
}
