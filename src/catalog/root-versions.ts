import type { CatalogTransaction } from './catalog-transaction.js';
import { readFingerprintOf, type ChangedRoots, type Fingerprint } from './fingerprint.js';
import { fingerprintMembers } from './fingerprint-sql.js';
import { aloneReadable } from './alone-readable.js';

/** By member catalog and root, which versions of rows it has: `pg_index 16432` to `16432:hash`, or nothing. */
export type RootVersions = ReadonlyMap<string, string>;

/** Reads the versions of these roots alone, by index: the size of the catalog plays no part. */
export async function readVersions(queries: CatalogTransaction, roots: ChangedRoots): Promise<RootVersions> {
  return versionsIn(await readFingerprintOf(queries, roots), roots);
}

/** The same from a fingerprint of the whole catalog, and what was read of some roots since. */
export function knownVersions(
  { fingerprint, since }: { readonly fingerprint: Fingerprint; readonly since: RootVersions },
  roots: ChangedRoots,
): RootVersions {
  const atFirst = versionsIn(fingerprint, roots);
  return new Map([...atFirst].map(([key, version]) => [key, since.get(key) ?? version]));
}

export function isSameVersions(a: RootVersions, b: RootVersions): boolean {
  return a.size === b.size && [...a].every(([key, version]) => b.get(key) === version);
}

function versionsIn(fingerprint: Fingerprint, roots: ChangedRoots): RootVersions {
  const versions = new Map<string, string>();
  for (const { catalog, root, wide } of fingerprintMembers) {
    if (wide || !aloneReadable.has(root)) continue;
    const entries = `;${fingerprint.get(catalog) ?? ''};`;
    for (const oid of roots.get(root) ?? []) versions.set(`${catalog} ${oid}`, entryOf(entries, oid));
  }
  return versions;
}

function entryOf(entries: string, oid: string): string {
  const at = entries.indexOf(`;${oid}:`);
  return at < 0 ? '' : entries.slice(at + 1, entries.indexOf(';', at + 1));
}
