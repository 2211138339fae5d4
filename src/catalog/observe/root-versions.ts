import type { CatalogTransaction } from '../read/catalog-transaction.js';
import { readFingerprintOf, rootOf, type ChangedRoots, type Fingerprint } from '../read/fingerprint.js';
import { fingerprintMembers } from '../kinds/lists.js';
import type { RootCatalog } from '../kind/reader.js';

/** Versions of rows by member catalog and root: `pg_index 16432` to `16432:hash`, or an empty text. */
export type RootVersions = ReadonlyMap<string, string>;

/** Reads the versions of these roots alone, by index, whatever the size of the catalog. */
export async function readVersions(queries: CatalogTransaction, roots: ChangedRoots): Promise<RootVersions> {
  return versionsIn(await readFingerprintOf(queries, roots), roots);
}

/** Returns the versions from a fingerprint of the whole catalog, and from later readings of some roots. */
export function knownVersions(
  { fingerprint, since }: { readonly fingerprint: Fingerprint; readonly since: RootVersions },
  roots: ChangedRoots,
): RootVersions {
  const atFirst = versionsIn(fingerprint, roots);
  return new Map([...atFirst].map(([key, version]) => [key, since.get(key) ?? version]));
}

export function differingVersions(a: RootVersions, b: RootVersions): ChangedRoots {
  const roots = new Map<RootCatalog, Set<string>>();
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    if (a.get(key) === b.get(key)) continue;
    const [root, oid] = rootOfKey(key);
    roots.set(root, (roots.get(root) ?? new Set()).add(oid));
  }
  return roots;
}

const rootOfMember = new Map(fingerprintMembers.map(({ catalog, root }) => [catalog, root]));

/** Splits a key into member catalog and OID; the name of the member catalog can contain spaces. */
function rootOfKey(key: string): readonly [RootCatalog, string] {
  const end = key.lastIndexOf(' ');
  const root = rootOfMember.get(key.slice(0, end));
  if (!root) throw new Error(`no member catalog: ${key}`);
  return [root, key.slice(end + 1)];
}

/**
 * Splits a fingerprint, once. Call it before a step holds its locks, since the fingerprint of a large catalog
 * is long.
 */
export function splitFingerprint(fingerprint: Fingerprint): void {
  if (known.has(fingerprint)) return;
  known.set(fingerprint, new Map([...fingerprint].map(([catalog, text]) => [catalog, splitEntries(text)])));
}

type Entries = ReadonlyMap<string, string>;

/** By fingerprint and member catalog: the entry of each root. */
const known = new WeakMap<Fingerprint, ReadonlyMap<string, Entries>>();

function splitEntries(text: string): Entries {
  return new Map(text.split(';').map((entry) => [rootOf(entry), entry] as const));
}

export function versionsIn(fingerprint: Fingerprint, roots: ChangedRoots): RootVersions {
  splitFingerprint(fingerprint);
  const versions = new Map<string, string>();
  for (const { catalog, root, wide } of fingerprintMembers) {
    if (wide) continue;
    const entries = known.get(fingerprint)?.get(catalog);
    for (const oid of roots.get(root) ?? []) versions.set(`${catalog} ${oid}`, entries?.get(oid) ?? '');
  }
  return versions;
}
