import type { CatalogObject, Kind, ObjectKey, Snapshot } from '../model/object.js';
import type { Difference } from '../model/diff.js';
import type { Rename, RenamedPair } from './rename.js';

/** The other objects of both states, for repairs that need more than the object itself. */
export interface RepairContext {
  /** The state to restore. */
  readonly wanted: Snapshot;
  /** The state that the repair starts from. */
  readonly now: Snapshot;
  /** Children of an object in the state to restore. */
  readonly children: (object: CatalogObject) => readonly CatalogObject[];
  /** An object of the state to restore. */
  readonly find: (key: ObjectKey) => CatalogObject | undefined;
  /** Whether the same plan creates the object. */
  readonly isCreated: (key: ObjectKey) => boolean;
  /** Whether the same plan drops the object. */
  readonly isDropped: (key: ObjectKey) => boolean;
  /** Whether the default of a new table's column is set later, when all functions exist. */
  readonly isSetLate: (column: ObjectKey) => boolean;
  /** Major version of the server that the plan is for. */
  readonly major: number;
  /** The role that runs the plan and owns the new objects; `undefined` if it is unknown. */
  readonly role: string | undefined;
}

/**
 * The reason why no exact repair exists, with the statements that come as close to it as PostgreSQL allows.
 */
export interface LimitedRepair {
  /** The reason as a clause: `PostgreSQL does not keep the password`. */
  readonly cannot: string;
  readonly statements: readonly string[];
}

/** The statements of a repair, complete or limited. */
export type RepairStatements = readonly string[] | LimitedRepair;

export function cannot(reason: string, statements: readonly string[] = []): LimitedRepair {
  return { cannot: reason, statements };
}

export function isLimited(way: RepairStatements | undefined): way is LimitedRepair {
  return way !== undefined && 'cannot' in way;
}

/**
 * Generates the SQL that restores one kind of object, from plain data alone. Statements end in `;`.
 *
 * `alter` receives the present object (`from`) and the wanted one (`to`); where it is missing or returns
 * `undefined`, the object is dropped and created again, together with all that belongs to it.
 */
export interface Repair<K extends Kind = Kind> {
  readonly kind: K;
  /** Statements to run before the plan drops anything, such as DETACH PARTITION. */
  prepareDrop?(object: CatalogObject, context: RepairContext): readonly string[];
  /** Statements to run before the plan drops anything, for an object that `alter` changes. */
  prepareAlter?(change: AlterChange): readonly string[];
  create(object: CatalogObject, context: RepairContext): RepairStatements;
  /** Statements to run when the plan has created everything, before any `finish`. */
  complete?(object: CatalogObject, context: RepairContext): readonly string[];
  /** Statements that require all other objects of the plan, such as ATTACH PARTITION. */
  finish?(object: CatalogObject, context: RepairContext): readonly string[];
  /** Statements that require all other objects of the plan, for an object that `alter` changed. */
  finishAltered?(change: AlterChange): readonly string[];
  drop(object: CatalogObject, context: RepairContext): RepairStatements;
  alter?(change: AlterChange): RepairStatements | undefined;
  /** Existing objects that must be created again so that this one can be created or altered. */
  alsoRecreated?(object: CatalogObject, context: RepairContext): readonly CatalogObject[];
  /**
   * The object that must be created again together with this one: the partitioned index of an attached index.
   */
  recreatedWith?(object: CatalogObject, context: RepairContext): CatalogObject | undefined;
  /** The reason why an object cannot be dropped and created again while others use it. */
  obstacle?(users: readonly CatalogObject[]): string | undefined;
  /** For kinds whose trait `rename` is `specially`. */
  rename?(pair: RenamedPair): Rename | undefined;
  readonly companions?: Companions;
  readonly expression?: ExpressionRepair;
  readonly values?: ValueConversion;
}

/** An object in both states. */
export interface ObjectPair {
  readonly to: CatalogObject;
  readonly from: CatalogObject;
}

/** Objects that refer to an object and to which it refers, so that they are created and dropped together. */
export interface Companions {
  of(object: CatalogObject, objects: Iterable<CatalogObject>): readonly CatalogObject[];
  /** Statements that declare the object before its companions are created. */
  declare(object: CatalogObject): readonly string[];
}

/**
 * The expression of an object that keeps its rows or values. A plan can remove the expression, recreate the
 * objects in it, and set it again.
 */
export interface ExpressionRepair {
  /** Returns the object without the expression, which is set later. */
  without(object: CatalogObject): CatalogObject;
  /** Sets the expression, or removes it where the object has none. */
  set(object: CatalogObject, context: RepairContext): readonly string[];
  /** Removes the expression before the object is dropped. */
  drop(object: CatalogObject): readonly string[];
  /** Both states without what `release` removes and sets again, which is all that `alter` has to change. */
  rest(pair: ObjectPair): ObjectPair;
  /** Whether the expression must be removed before other objects are created, and set after them. */
  isReleasedFirst(pair: ObjectPair): boolean;
  /** Whether `alter` sets the expression together with another attribute. */
  isSetBy(change: AlterChange): boolean;
  /**
   * Returns the statements that remove the expression and set it again; `undefined` where the object must be
   * recreated.
   */
  release(pair: ObjectPair, context: RepairContext): Release | undefined;
}

export interface Release {
  readonly release: readonly string[];
  readonly restore: readonly string[];
}

/** How the values of a data type are converted when it is recreated while columns store them. */
export interface ValueConversion {
  /** Whether PostgreSQL can convert the values to the wanted type by way of text. */
  isPossible(pair: ObjectPair): boolean;
  /** Comments on values that the wanted type does not have. */
  notes(pair: ObjectPair): readonly string[];
}

export interface AlterChange {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly attributes: readonly string[];
  readonly context: RepairContext;
}

export type { Difference };
