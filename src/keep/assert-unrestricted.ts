import type { Destroyed } from '../catalog/data/destroyed-data.js';
import { bypassRemedy, readRestricted } from '../catalog/read/row-security.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';

/** @throws RefusedError where a policy may hide rows of these tables, which the step would destroy, too */
export async function assertUnrestricted(session: Session, losses: readonly Destroyed[]): Promise<void> {
  const tables = losses.map(({ relation }) => relation).filter(({ kind }) => kind !== 'sequence');
  const restricted = await readRestricted(
    session,
    tables.map(({ oid }) => oid),
  );
  const names = tables
    .filter(({ oid }) => restricted.has(oid))
    .map(({ schema, name }) => `${schema}.${name}`);
  if (names.length === 0) return;
  throw new RefusedError(
    `row security may hide rows of ${names.join(', ')}, which therefore cannot be kept`,
    {
      remedy: `Nothing was changed. ${bypassRemedy}`,
    },
  );
}
