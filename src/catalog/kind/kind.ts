import type { Kind } from '../model/object.js';
import type { KindTraits } from '../model/kind-traits.js';
import type { FingerprintMember } from './fingerprint-member.js';
import type { Reader, RootCatalog } from './reader.js';
import type { Repair } from './repair.js';
import type { SharedRows } from './shared-rows.js';
import type { TrackedMember } from './tracked-member.js';

/** Complete definition of one kind of object in the catalog. */
export interface KindDefinition<K extends Kind = Kind> extends KindTraits {
  readonly kind: K;
  /** Catalogs whose rows are its objects or belong to them: a changed row means a changed object. */
  readonly fingerprint: readonly FingerprintMember[];
  /** For kinds whose objects can be outside of the database: see the trait `scope`. */
  readonly sharedRows?: SharedRows;
  /**
   * Rows that show which objects a step changed. For a catalog of `fingerprint` without an entry, everything
   * of the root is read.
   */
  readonly tracked: readonly TrackedMember[];
  /** Catalogs whose rows belong to a root and have OIDs of their own, which pg_depend refers to. */
  readonly parts: readonly PartMember[];
  /**
   * By catalog: SQL of what identifies a row `m` through all its versions, and of the name that other objects
   * print. Without an entry, any change of a row is taken to change what others print.
   */
  readonly rowNames: Readonly<Record<string, RowNames>>;
  /** `often`: queries about its root catalogs are planned before a step takes its locks. */
  readonly writtenBySteps: 'often' | 'seldom';
  /** `all`: the catalog has so few rows that all are read again when one changes. */
  readonly rootsRead: 'by OID' | 'all';
  /** Several where its objects have different root catalogs. */
  readonly readers: readonly Reader<K>[];
  readonly repair: Repair<K>;
}

export interface PartMember {
  readonly catalog: `pg_${string}`;
  readonly root: RootCatalog;
  /** Column that contains the OID of the root, or 0. */
  readonly column: string;
}

export type RowNames = readonly [identity: string, name: string];

/** Checks the type of a kind's definition where it is written. */
export function defineKind<K extends Kind>(definition: KindDefinition<K>): KindDefinition<K> {
  return definition;
}
