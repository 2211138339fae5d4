import type { CatalogObject, Kind } from './object.js';
import type { Difference } from './diff.js';

/** The other objects of the two states, for repairs that need more than the object itself. */
export interface RepairContext {
  /** Objects whose parent this is, in the state that is to be restored. */
  children(object: CatalogObject): readonly CatalogObject[];
}

/**
 * The SQL that restores one kind of object, made from plain data alone. Statements end in `;`.
 *
 * `alter` gets the object as it is now (`from`) and as it must become (`to`); where it is left out,
 * or returns `undefined`, the object is dropped and created again. `undefined` from `create` means
 * that PostgreSQL offers no exact way back.
 */
export interface Repair<K extends Kind = Kind> {
  readonly kind: K;
  create(object: CatalogObject, context: RepairContext): readonly string[] | undefined;
  drop(object: CatalogObject): readonly string[];
  alter?(change: {
    readonly from: CatalogObject;
    readonly to: CatalogObject;
    readonly attributes: readonly string[];
    readonly context: RepairContext;
  }): readonly string[] | undefined;
}

export type { Difference };
