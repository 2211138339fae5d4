import type { Session } from '../../../../src/database/session.js';

const STATE = `
  SELECT 'role ' || r.rolname AS name FROM pg_catalog.pg_roles r
  UNION ALL SELECT 'tablespace ' || t.spcname FROM pg_catalog.pg_tablespace t
  UNION ALL SELECT 'subscription ' || s.subname FROM pg_catalog.pg_subscription s
  UNION ALL SELECT 'member ' || m.roleid || ' ' || m.member FROM pg_catalog.pg_auth_members m
  ORDER BY 1`;

/** Objects that all databases of the server share, and that a proof must not leave behind. */
export async function readSharedState(session: Session): Promise<readonly string[]> {
  const { rows } = await session.query<{ name: string }>(STATE);
  return rows.map(({ name }) => name);
}

const SCRATCHES = `
  SELECT count(*)::int AS count FROM pg_catalog.pg_database d
  WHERE d.datname ~ '^roundtrip_scratch_[0-9]' AND NOT (d.oid = ANY ($1))
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 2
        AND l.objid = pg_catalog.split_part(d.datname, '_', 3)::bigint)`;

const KNOWN = `
  SELECT pg_catalog.array_agg(d.oid) AS oids FROM pg_catalog.pg_database d WHERE d.datname ~ '^roundtrip_scratch_'`;

/**
 * Returns a function that counts the new scratch databases without a running owner. Other tests create and
 * drop some meanwhile.
 */
export async function scratchCounter(session: Session): Promise<() => Promise<number>> {
  const { rows } = await session.query<{ oids: readonly number[] | null }>(KNOWN);
  const known = rows[0]?.oids ?? [];
  return async () => (await session.query<{ count: number }>(SCRATCHES, [known])).rows[0]?.count ?? -1;
}
