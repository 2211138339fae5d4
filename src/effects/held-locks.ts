import { isStronger, parseLockMode, type LockMode } from '../database/lock-modes.js';
import type { Session } from '../database/session.js';
import { catalogText } from '../database/text-conversion.js';

/**
 * Locks of a backend on relations of users, granted or waited for, with the position of the write-ahead log. Read from
 * another session, so that the locks of the query itself are not among them. OIDs of objects that initdb does not
 * create begin with 16384 (transam.h).
 */
const LOCKS = `
  SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
      'type', l.locktype, 'oid', ${catalogText('l.relation')}, 'mode', l.mode, 'granted', l.granted)), '[]') AS locks,
    pg_catalog.pg_blocking_pids($1) AS blockers,
    (pg_catalog.pg_current_wal_insert_lsn() - '0/0')::pg_catalog.float8 AS wal
  FROM pg_catalog.pg_locks AS l
  WHERE l.pid = $1 AND (NOT l.granted OR l.locktype = 'relation' AND l.relation >= 16384)`;

interface Row {
  readonly locks: readonly {
    readonly type: string;
    readonly oid: string | null;
    readonly mode: string;
    readonly granted: boolean;
  }[];
  readonly blockers: readonly number[];
  readonly wal: number;
}

/** Modes by OID of the relation; a session can hold several on one relation. */
export type Locks = ReadonlyMap<string, ReadonlySet<LockMode>>;

export interface LocksNow {
  readonly granted: Locks;
  /** The lock that the backend waits for: on a relation, or on a transaction. */
  readonly awaited: { readonly oid: string; readonly mode: LockMode } | 'transaction' | undefined;
  /** Process ids of the sessions that it waits for. */
  readonly blockers: readonly number[];
  /** Bytes of the write-ahead log since the server was initialised. */
  readonly wal: number;
}

/** Reads the locks of the backend `pid` on the session `observing`. */
export async function readLocks(observing: Session, pid: number): Promise<LocksNow> {
  const { rows } = await observing.query<Row>(LOCKS, [pid]);
  const { locks = [], blockers = [], wal = 0 } = rows[0] ?? {};
  const granted = new Map<string, Set<LockMode>>();
  let awaited: LocksNow['awaited'];
  for (const { type, oid, mode: serverName, granted: isGranted } of locks) {
    const mode = parseLockMode(serverName);
    if (!isGranted) awaited = type === 'relation' && oid && mode ? { oid, mode } : 'transaction';
    else if (oid && mode) granted.set(oid, (granted.get(oid) ?? new Set()).add(mode));
  }
  return { granted, awaited, blockers, wal };
}

/** The strongest mode of `now` that is not among those of `before`, for each relation. */
export function newlyTaken(before: Locks, now: Locks): ReadonlyMap<string, LockMode> {
  const taken = new Map<string, LockMode>();
  for (const [oid, modes] of now) {
    const held = before.get(oid);
    const fresh = [...modes].filter((mode) => !held?.has(mode));
    const [first, ...more] = fresh;
    if (first)
      taken.set(
        oid,
        more.reduce((one, other) => (isStronger(other, one) ? other : one), first),
      );
  }
  return taken;
}
