import type { CatalogObject, Kind, ObjectKey, Snapshot } from '../model/object.js';
import type { Difference } from '../model/diff.js';

/** The other objects of the two states, for repairs that need more than the object itself. */
export interface RepairContext {
  /** The state that is to be restored. */
  readonly wanted: Snapshot;
  /** The state that the repair starts from. */
  readonly now: Snapshot;
  /** Objects whose parent this is, in the state that is to be restored. */
  readonly children: (object: CatalogObject) => readonly CatalogObject[];
  /** An object of the state that is to be restored. */
  readonly find: (key: ObjectKey) => CatalogObject | undefined;
  /** Whether the same plan creates that object. */
  readonly isCreated: (key: ObjectKey) => boolean;
  /** Whether the same plan drops that object. */
  readonly isDropped: (key: ObjectKey) => boolean;
  /** Whether the default of a column of a new table is set later, when all functions are there. */
  readonly isSetLate: (column: ObjectKey) => boolean;
  /** Major version of the server that the plan is for. */
  readonly major: number;
}

/** Why there is no exact way back, with the statements that lead as near to it as PostgreSQL allows. */
export interface Limited {
  /** The reason in plain words, a clause: `PostgreSQL does not keep the password`. */
  readonly cannot: string;
  readonly statements: readonly string[];
}

/** The statements of a repair, or as many of them as there are. */
export type Way = readonly string[] | Limited;

export function cannot(reason: string, statements: readonly string[] = []): Limited {
  return { cannot: reason, statements };
}

export function isLimited(way: Way | undefined): way is Limited {
  return way !== undefined && 'cannot' in way;
}

/**
 * The SQL that restores one kind of object, made from plain data alone. Statements end in `;`.
 *
 * `alter` gets the object as it is now (`from`) and as it must become (`to`); where it is left out,
 * or returns `undefined`, the object is dropped and created again, together with all that belongs
 * to it.
 */
export interface Repair<K extends Kind = Kind> {
  readonly kind: K;
  /** What must be done before anything of the plan is dropped, such as DETACH PARTITION. */
  prepareDrop?(object: CatalogObject, context: RepairContext): readonly string[];
  /** The same for an object that `alter` changes. */
  prepareAlter?(change: AlterChange): readonly string[];
  create(object: CatalogObject, context: RepairContext): Way;
  /** What must be done when everything of the plan is created, and before `finish` of any. */
  complete?(object: CatalogObject, context: RepairContext): readonly string[];
  /** What can only be done when everything else of the plan is there, such as ATTACH PARTITION. */
  finish?(object: CatalogObject, context: RepairContext): readonly string[];
  /** The same for an object that `alter` changed. */
  finishAltered?(change: AlterChange): readonly string[];
  drop(object: CatalogObject, context: RepairContext): Way;
  alter?(change: AlterChange): Way | undefined;
  /** Objects that are now there, and have to be made again for this one to be created or altered. */
  alsoRecreated?(object: CatalogObject, context: RepairContext): readonly CatalogObject[];
  /** The object that has to be made again so that this one can be: the partitioned index of an attached one. */
  recreatedWith?(object: CatalogObject, context: RepairContext): CatalogObject | undefined;
}

export interface AlterChange {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly attributes: readonly string[];
  readonly context: RepairContext;
}

export type { Difference };
