/** Modes of table locks, weakest first, named as in the manual (13.3.1). */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/** The weakest mode that each mode conflicts with; it conflicts with all stronger ones, too (manual, table 13.2). */
const conflictsFrom: Readonly<Record<LockMode, LockMode>> = {
  'ACCESS SHARE': 'ACCESS EXCLUSIVE',
  'ROW SHARE': 'EXCLUSIVE',
  'ROW EXCLUSIVE': 'SHARE',
  'SHARE UPDATE EXCLUSIVE': 'SHARE UPDATE EXCLUSIVE',
  SHARE: 'ROW EXCLUSIVE',
  'SHARE ROW EXCLUSIVE': 'ROW EXCLUSIVE',
  EXCLUSIVE: 'ROW SHARE',
  'ACCESS EXCLUSIVE': 'ACCESS SHARE',
};

/** Two sessions cannot hold locks of conflicting modes on one table; SHARE does not conflict with itself. */
export function conflict(one: LockMode, other: LockMode): boolean {
  if (one === 'SHARE' && other === 'SHARE') return false;
  return lockModes.indexOf(other) >= lockModes.indexOf(conflictsFrom[one]);
}

/** The name of a mode in pg_locks: `AccessExclusiveLock`. */
export function serverNameOf(mode: LockMode): string {
  const words = mode.toLowerCase().split(' ');
  return `${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}Lock`;
}

const byServerName = new Map(lockModes.map((mode) => [serverNameOf(mode), mode]));

/** `undefined` for what is no lock on a table, such as one of a serializable transaction. */
export function parseLockMode(serverName: string): LockMode | undefined {
  return byServerName.get(serverName);
}

export function isStronger(mode: LockMode, than: LockMode): boolean {
  return lockModes.indexOf(mode) > lockModes.indexOf(than);
}
