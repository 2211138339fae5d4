import type { CatalogTransaction } from './catalog-transaction.js';
import type { FingerprintMember } from '../kind/fingerprint-member.js';
import { fingerprintMembers, rootCatalogs, separatelyReadable } from '../kinds/lists.js';
import type { Reader, RootCatalog } from '../kind/reader.js';

/**
 * By member catalog: `root:hash;root:hash`, a hash over `ctid` and `xmin` of every row, which together
 * identify one version of a row. Equal texts mean that nothing changed; a rewritten catalog (VACUUM FULL)
 * only costs another reading.
 */
export type Fingerprint = ReadonlyMap<string, string>;

/** Roots whose rows differ between two fingerprints: added, changed or removed. */
export type ChangedRoots = ReadonlyMap<RootCatalog, ReadonlySet<string>>;

interface FingerprintRow {
  readonly member: string;
  readonly roots: string;
}

/** Reads the fingerprint of all catalogs with one statement. */
export async function readFingerprint({ query, major }: CatalogTransaction): Promise<Fingerprint> {
  const rows = await query<FingerprintRow>(fingerprintQuery(major));
  return new Map(rows.map(({ member, roots }) => [member, roots]));
}

function fingerprintQuery(major: number): string {
  return fingerprintMembers
    .filter(({ since = 0 }) => since <= major)
    .map(memberQuery)
    .join('\nUNION ALL\n');
}

/**
 * Root catalogs that steps write often, and the others: one statement for each group, with the roots as
 * parameters.
 */
const often: readonly RootCatalog[] = [...separatelyReadable];
const seldom: readonly RootCatalog[] = rootCatalogs.filter((root) => !separatelyReadable.has(root));

/** Reads the fingerprint of these roots only. */
export async function readFingerprintOf(
  transaction: CatalogTransaction,
  roots: ChangedRoots,
): Promise<Fingerprint> {
  const isSeldom = seldom.some((root) => roots.has(root));
  const asked = (isSeldom ? [often, seldom] : [often]).map((catalogs) =>
    askFor(transaction, catalogs, roots),
  );
  return new Map((await Promise.all(asked)).flat().map((row) => [row.member, row.roots]));
}

function askFor(
  { query, major }: CatalogTransaction,
  catalogs: readonly RootCatalog[],
  roots: ChangedRoots,
): Promise<readonly FingerprintRow[]> {
  const members = fingerprintMembers.filter(
    ({ since = 0, root, wide }) => since <= major && !wide && catalogs.includes(root),
  );
  const asked = catalogs.filter((catalog) => members.some(({ root }) => root === catalog));
  const text = members
    .map((member) => {
      const { rootOid, where = 'true', root } = member;
      const isAsked = `${rootOid} = ANY ($${asked.indexOf(root) + 1}::pg_catalog.oid[])`;
      return memberQuery({ ...member, where: `(${where}) AND ${isAsked}` });
    })
    .join('\nUNION ALL\n');
  return query<FingerprintRow>(
    text,
    asked.map((root) => [...(roots.get(root) ?? [])]),
  );
}

/** `ctid` and `xmin` of a row, which change with every version. */
const version = 'pg_catalog.concat(m.ctid, m.xmin)';
const versionHash = 'pg_catalog.hash_record_extended(ROW(m.ctid, m.xmin), 0)';

function memberQuery(member: FingerprintMember): string {
  const { catalog, rootOid, value, where = 'true', isRoot } = member;
  const from = `FROM pg_catalog.${catalog.replace(/ .*/, '')} AS m WHERE ${where}`;
  const listed = (entry: string): string =>
    `SELECT '${catalog}' AS member, coalesce(pg_catalog.string_agg(${entry}, ';'), '') AS roots`;
  if (isRoot) return `${listed(`pg_catalog.concat(m.oid, ':', ${value ?? version})`)} ${from}`;
  return `${listed("pg_catalog.concat(g.root, ':', g.hash)")} FROM (SELECT ${rootOid} AS root,
    pg_catalog.bit_xor(${value ?? versionHash}) AS hash ${from} GROUP BY 1) AS g`;
}

/** Whether the difference can be read root by root; otherwise everything must be read again. */
export function isUnderstood(before: Fingerprint, after: Fingerprint): boolean {
  return fingerprintMembers.every(({ catalog, wide }) => {
    const was = before.get(catalog) ?? '';
    const is = after.get(catalog) ?? '';
    if (!wide || was === is) return true;
    return wide === 'changed' && !hasChangedRoot(was, is);
  });
}

function hasChangedRoot(before: string, after: string): boolean {
  const gone = differingRoots(before, after);
  return new Set(gone).size < gone.length;
}

/** Compares two fingerprints of one database. */
export function findChangedRoots(before: Fingerprint, after: Fingerprint): ChangedRoots {
  const changed = new Map<RootCatalog, Set<string>>();
  for (const { catalog, root, wide } of fingerprintMembers) {
    if (wide) continue;
    const was = before.get(catalog) ?? '';
    const is = after.get(catalog) ?? '';
    if (was === is) continue;
    const roots = changed.get(root) ?? new Set();
    for (const oid of differingRoots(was, is)) roots.add(oid);
    changed.set(root, roots);
  }
  return changed;
}

function differingRoots(before: string, after: string): readonly string[] {
  const rest = new Set(before.split(';'));
  const differing = after.split(';').filter((entry) => !rest.delete(entry));
  return [...differing, ...rest].filter((entry) => entry !== '').map(rootOf);
}

/** Returns the root of an entry in a fingerprint. */
export function rootOf(entry: string): string {
  return entry.slice(0, entry.indexOf(':'));
}

/** Whether a reader can find any objects, according to the fingerprint. */
export function canFind(
  fingerprint: Fingerprint,
  { member, root }: Pick<Reader, 'member' | 'root'>,
): boolean {
  const members = fingerprintMembers.filter((one) =>
    member === undefined ? one.root === root : one.catalog === member,
  );
  return members.some(({ catalog }) => (fingerprint.get(catalog) ?? '') !== '');
}

/** Returns the roots that have a row in the member catalog of a reader in any of the fingerprints. */
export function rootsWithMember(
  roots: readonly string[],
  { member, fingerprints }: { readonly member: string; readonly fingerprints: readonly Fingerprint[] },
): readonly string[] {
  const texts = fingerprints.map((fingerprint) => `;${fingerprint.get(member) ?? ''}`);
  return roots.filter((oid) => texts.some((text) => text.includes(`;${oid}:`)));
}

/** Returns the fingerprint without these roots. */
export function withoutRoots(fingerprint: Fingerprint, roots: ChangedRoots): Fingerprint {
  if (roots.size === 0) return fingerprint;
  const entries = fingerprintMembers.map(({ catalog, root }): [string, string] => {
    const all = fingerprint.get(catalog) ?? '';
    const gone = roots.get(root);
    return [catalog, gone ? withoutEntries(all, gone) : all];
  });
  return new Map(entries);
}

function withoutEntries(entries: string, roots: ReadonlySet<string>): string {
  return entries
    .split(';')
    .filter((entry) => !roots.has(rootOf(entry)))
    .join(';');
}
