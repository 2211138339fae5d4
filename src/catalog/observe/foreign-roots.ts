import { findChangedRoots, readFingerprint, withoutRoots, type ChangedRoots } from '../read/fingerprint.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import type { LiveState } from './live-state.js';
import type { IsForeign } from './read-write-set.js';
import { differingVersions, knownVersions, versionsIn } from './root-versions.js';

/**
 * Determines which roots others have created or changed since a state was read, apart from what the
 * transaction itself changed. Call it after the reading whose objects are to be told apart.
 */
export async function readForeignRoots(
  outside: CatalogTransaction,
  { base, dirty: touched, versions }: LiveState,
  own: ChangedRoots,
): Promise<IsForeign> {
  const now = await readFingerprint(outside);
  const changed = findChangedRoots(withoutRoots(base.fingerprint, touched), withoutRoots(now, touched));
  const known = knownVersions({ fingerprint: base.fingerprint, since: versions }, touched);
  const again = differingVersions(known, versionsIn(now, touched));
  const has = (roots: ChangedRoots, root: Parameters<IsForeign>[0], oid: string) =>
    roots.get(root)?.has(oid) === true;
  const wasThere: IsForeign = (root, oid) => {
    const found = knownVersions(
      { fingerprint: base.fingerprint, since: versions },
      new Map([[root, new Set([oid])]]),
    );
    return [...found.values()].some((version) => version !== '');
  };
  return (root, oid) =>
    !has(own, root, oid) && (has(changed, root, oid) || has(again, root, oid) || !wasThere(root, oid));
}
