import type { CatalogTransaction } from '../read/catalog-transaction.js';
import { readFingerprint, rootOf, type ChangedRoots, type Fingerprint } from '../read/fingerprint.js';
import { fingerprintMembers } from '../kinds/lists.js';
import type { RootCatalog } from '../kind/reader.js';

/** Changes of an open transaction, whatever others commit at the same time. */
export interface OwnRoots {
  readonly roots: ChangedRoots;
  /**
   * `everything` where it changed something that any object may print, such as the name of a schema or the
   * members of an extension.
   */
  readonly dependents: 'roots' | 'everything';
}

interface Views {
  readonly outside: readonly [Fingerprint, Fingerprint];
  readonly inside: readonly [Fingerprint, Fingerprint];
}

/**
 * Compares what the transaction sees with what another session sees, alternately, twice each. A row version
 * that the transaction created is visible to it both times and never to the other session; a version that
 * others commit in between is visible to both, or not twice.
 */
export async function readOwnRoots(
  inside: CatalogTransaction,
  outside: CatalogTransaction,
): Promise<OwnRoots> {
  const [out1, in1] = [await readFingerprint(outside), await readFingerprint(inside)];
  const [out2, in2] = [await readFingerprint(outside), await readFingerprint(inside)];
  return ownRootsOf({ outside: [out1, out2], inside: [in1, in2] });
}

function ownRootsOf(views: Views): OwnRoots {
  const roots = new Map<RootCatalog, Set<string>>();
  let dependents: OwnRoots['dependents'] = 'roots';
  for (const { catalog, root, wide } of fingerprintMembers) {
    const { made, ended } = ownEntries(catalog, views);
    if (wide === undefined) {
      for (const oid of [...made, ...ended]) roots.set(root, (roots.get(root) ?? new Set()).add(oid));
    } else if (wide === 'any' ? made.length + ended.length > 0 : made.some((oid) => ended.includes(oid))) {
      dependents = 'everything';
    }
  }
  return { roots, dependents };
}

/** Returns the roots of the row versions that the transaction created, and of those that it ended. */
function ownEntries(catalog: string, { outside, inside }: Views) {
  const texts = [...outside, ...inside].map((view) => view.get(catalog) ?? '');
  if (new Set(texts).size === 1) return { made: [], ended: [] };
  const [out1, out2, in1, in2] = texts.map((text) => new Set(text.split(';')));
  const made = [...(in1 ?? [])].filter((entry) => in2?.has(entry) && !out2?.has(entry));
  const ended = [...(out1 ?? [])].filter((entry) => out2?.has(entry) && !in1?.has(entry));
  const oids = (entries: readonly string[]) => entries.filter((entry) => entry !== '').map(rootOf);
  return { made: oids(made), ended: oids(ended) };
}
