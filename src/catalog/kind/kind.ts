import type { Kind } from '../model/object.js';
import type { KindTraits } from '../model/kind-traits.js';
import type { FingerprintMember } from './fingerprint-member.js';
import type { Reader, RootCatalog } from './reader.js';
import type { Repair } from './repair.js';
import type { TrackedMember } from './tracked-member.js';

/** All that the catalog knows about one kind of object. */
export interface KindDefinition<K extends Kind = Kind> extends KindTraits {
  readonly kind: K;
  /** Catalogs whose rows are its objects, or belong to them: a changed row is a changed object. */
  readonly fingerprint: readonly FingerprintMember[];
  /**
   * Rows that tell which objects a step changed. Catalogs of `fingerprint` without an entry lead to everything
   * that is read of their root.
   */
  readonly tracked: readonly TrackedMember[];
  /** Catalogs whose rows belong to a root and have OIDs of their own, by which pg_depend names them. */
  readonly parts: readonly PartMember[];
  /**
   * By catalog, SQL of what tells a row `m` from others through all its versions, and of what others print of it.
   * Without an entry, every change of a row is taken for one that others print.
   */
  readonly rowNames: Readonly<Record<string, RowNames>>;
  /** `often`: queries about its root catalogs are planned before a step holds its locks. */
  readonly writtenBySteps: 'often' | 'seldom';
  /** `all`: so few rows that a change of one reads them all again. */
  readonly rootsRead: 'by OID' | 'all';
  /** Several where its objects have different root catalogs. */
  readonly readers: readonly Reader<K>[];
  readonly repair: Repair<K>;
}

export interface PartMember {
  readonly catalog: `pg_${string}`;
  readonly root: RootCatalog;
  /** Column with the OID of the root, or 0. */
  readonly column: string;
}

export type RowNames = readonly [identity: string, name: string];

/** Checks the definition of a kind where it is written. */
export function defineKind<K extends Kind>(definition: KindDefinition<K>): KindDefinition<K> {
  return definition;
}
