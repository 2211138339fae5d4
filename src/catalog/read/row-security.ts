import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';

/** True also for the owner where row security is forced, unless the role has BYPASSRLS (manual, 5.9). */
const RESTRICTED = `
  SELECT ${catalogText('o.oid')} AS oid FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS o (oid)
  WHERE pg_catalog.row_security_active(o.oid)`;

/** Returns those relations whose policies may hide rows from the session's role. */
export async function readRestricted(
  session: Session,
  oids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ oid: string }>(RESTRICTED, [oids]);
  return new Set(rows.map(({ oid }) => oid));
}

/** Hint for a role that must see every row. */
export const bypassRemedy =
  'Connect as a role with BYPASSRLS (ALTER ROLE … BYPASSRLS, by a superuser) or as a superuser: ' +
  'policies of a table with FORCE ROW LEVEL SECURITY apply to its owner, too.';
