import type { CatalogObject, Kind, ObjectKey } from './object.js';
import type { Difference } from './diff.js';

/** The other objects of the two states, for repairs that need more than the object itself. */
export interface RepairContext {
  /** Objects whose parent this is, in the state that is to be restored. */
  readonly children: (object: CatalogObject) => readonly CatalogObject[];
  /** An object of the state that is to be restored. */
  readonly find: (key: ObjectKey) => CatalogObject | undefined;
  /** Whether the same plan creates that object. */
  readonly isCreated: (key: ObjectKey) => boolean;
  /** Whether the default of a column of a new table is set later, when all functions are there. */
  readonly isSetLate: (column: ObjectKey) => boolean;
  /** Major version of the server that the plan is for; unknown when it was not told. */
  readonly major: number | undefined;
}

/**
 * The SQL that restores one kind of object, made from plain data alone. Statements end in `;`.
 *
 * `alter` gets the object as it is now (`from`) and as it must become (`to`); where it is left out,
 * or returns `undefined`, the object is dropped and created again, together with all that belongs
 * to it. `undefined` from `create` or `drop`, or `impossible` from `alter`, means that PostgreSQL
 * offers no exact way back.
 */
export interface Repair<K extends Kind = Kind> {
  readonly kind: K;
  create(object: CatalogObject, context: RepairContext): readonly string[] | undefined;
  /** What can only be done when everything else of the plan is there, such as ATTACH PARTITION. */
  finish?(object: CatalogObject, context: RepairContext): readonly string[];
  /** The same for an object that `alter` changed. */
  finishAltered?(change: AlterChange): readonly string[];
  drop(object: CatalogObject, context: RepairContext): readonly string[] | undefined;
  alter?(change: AlterChange): readonly string[] | 'impossible' | undefined;
}

export interface AlterChange {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly attributes: readonly string[];
  readonly context: RepairContext;
}

export type { Difference };
