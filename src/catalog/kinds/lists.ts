import type { FingerprintMember } from '../kind/fingerprint-member.js';
import type { KindDefinition, PartMember, RowNames } from '../kind/kind.js';
import type { Reader, RootCatalog } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import type { SharedRows } from '../kind/shared-rows.js';
import type { TrackedMember } from '../kind/tracked-member.js';
import { registerKinds } from '../model/kind-traits.js';
import type { Kind } from '../model/object.js';
import { registry } from './registry.js';

registerKinds(registry);

export { kindNames, traitsOf } from '../model/kind-traits.js';

const definitions: readonly KindDefinition[] = Object.values(registry);

/** All readers in the order of their kinds; the parts of a state have the same order. */
export const readerList: readonly Reader[] = definitions.flatMap(({ readers }): readonly Reader[] => readers);

export function repairOfKind(kind: Kind): Repair {
  return registry[kind].repair;
}

export const fingerprintMembers: readonly FingerprintMember[] = definitions.flatMap(
  ({ fingerprint }) => fingerprint,
);

/** Rows of shared catalogs, each with the kind of its object. */
export const sharedRows: readonly (SharedRows & { readonly kind: Kind })[] = definitions.flatMap(
  ({ kind, sharedRows: rows }) => (rows ? [{ kind, ...rows }] : []),
);

/** Catalogs whose OIDs identify an object together with all its parts. */
export const rootCatalogs: readonly RootCatalog[] = [...new Set(fingerprintMembers.map(({ root }) => root))];

/** Roots that steps write often, and that are read separately. */
export const separatelyReadable: ReadonlySet<RootCatalog> = rootsWhere(
  ({ writtenBySteps }) => writtenBySteps === 'often',
);

/** Roots whose objects are read by OID; other catalogs are read again in full. */
export const readByOid: ReadonlySet<RootCatalog> = rootsWhere(({ rootsRead }) => rootsRead === 'by OID');

function rootsWhere(isMeant: (definition: KindDefinition) => boolean): ReadonlySet<RootCatalog> {
  return new Set(definitions.filter(isMeant).flatMap(({ readers }) => readers.map(({ root }) => root)));
}

export const partMembers: readonly PartMember[] = definitions.flatMap(({ parts }) => parts);

export const rowNames: ReadonlyMap<string, RowNames> = new Map(
  definitions.flatMap((definition) => Object.entries(definition.rowNames)),
);

const described: readonly TrackedMember[] = definitions.flatMap(({ tracked }) => tracked);

/**
 * Catalogs that few steps write: everything of a root is read again. Members of the fingerprint with a value
 * of their own have no row versions to track: views, and catalogs that only superusers may read.
 */
const others: readonly TrackedMember[] = fingerprintMembers
  .filter(({ wide, value }) => wide === undefined && value === undefined)
  .filter(({ catalog }) => !described.some((member) => member.catalog === catalog.replace(/ .*/, '')))
  .map(({ catalog, root, rootOid, where, isRoot }) => ({
    catalog,
    root,
    rootOid,
    isRoot: isRoot ?? false,
    kinds: kindsOf(root),
    ...(where ? { where } : {}),
  }));

function kindsOf(root: RootCatalog): readonly Kind[] {
  return readerList.filter((reader) => reader.root === root).map(({ kind }) => kind);
}

/** All tracked catalogs; a step that writes another one causes a comparison of the whole fingerprint. */
export const trackedMembers: readonly TrackedMember[] = [...described, ...others];
