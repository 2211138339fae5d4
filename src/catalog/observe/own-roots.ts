import type { CatalogTransaction } from '../read/catalog-transaction.js';
import { readFingerprint, rootOf, type ChangedRoots, type Fingerprint } from '../read/fingerprint.js';
import { fingerprintMembers } from '../kinds/lists.js';
import type { RootCatalog } from '../kind/reader.js';

/** What an open transaction changed, whatever others commit at the same time. */
export interface OwnRoots {
  readonly roots: ChangedRoots;
  /** `everything` where it changed what all objects may print: the name of a schema, what an extension has. */
  readonly dependents: 'roots' | 'everything';
}

interface Views {
  readonly outside: readonly [Fingerprint, Fingerprint];
  readonly inside: readonly [Fingerprint, Fingerprint];
}

/**
 * Compares what the transaction sees with what another session sees, in turns. A row that the transaction made
 * shows to it before and after the other one looks, and not to that; what somebody else commits in between shows
 * to both, or not twice.
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

/** The roots of the versions that the transaction made, and of those that it ended. */
function ownEntries(catalog: string, { outside, inside }: Views) {
  const texts = [...outside, ...inside].map((view) => view.get(catalog) ?? '');
  if (new Set(texts).size === 1) return { made: [], ended: [] };
  const [out1, out2, in1, in2] = texts.map((text) => new Set(text.split(';')));
  const made = [...(in1 ?? [])].filter((entry) => in2?.has(entry) && !out2?.has(entry));
  const ended = [...(out1 ?? [])].filter((entry) => out2?.has(entry) && !in1?.has(entry));
  const oids = (entries: readonly string[]) => entries.filter((entry) => entry !== '').map(rootOf);
  return { made: oids(made), ended: oids(ended) };
}
