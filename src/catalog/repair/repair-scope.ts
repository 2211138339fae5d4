import { childrenIn } from '../model/children.js';
import type { Snapshots } from '../model/describe.js';
import { keyOf, type CatalogObject, type ObjectKey } from '../model/object.js';
import type { Repair, RepairContext } from '../kind/repair.js';
import { repairOfKind } from '../kinds/lists.js';
import type { GivenRename } from './given-renames.js';

/**
 * Order of independent statements. `by object`: those of a table follow each other, and the tables are sorted by
 * name, so that a change of one object changes few lines.
 */
export type Arrangement = 'by kind' | 'by object';

/** The states before and after the differences, and the server that the repair is for. */
export interface RepairScope extends Snapshots {
  /** Major version of the server that runs the statements. */
  readonly major: number;
  /**
   * Whether both states belong to one database, so that equal OIDs mean the same object. `planned`: both come
   * from databases made for comparing them, so that every name counts; an object with rows is never taken to be
   * renamed.
   */
  readonly database?: 'the same' | 'another' | 'planned';
  /** Renames that people gave, in the order in which they are performed. */
  readonly renames?: readonly GivenRename[];
  /** By default, `by kind`. */
  readonly arrangement?: Arrangement;
  /** Role that runs the statements; objects that it creates need no statement to make it their owner. */
  readonly role?: string;
  /** Objects that were dropped permanently, so that nothing that depends on them can be created. */
  readonly dropped?: readonly CatalogObject[];
  /**
   * `advice` (default): the repair is shown to people and does not fix a default that is a time; `restoring`:
   * such defaults are restored as they were.
   */
  readonly purpose?: 'advice' | 'restoring';
}

/** An object that PostgreSQL offers no exact way to restore. */
export interface RepairLimit extends ObjectKey {
  /** The reason as a clause that follows the object's name. */
  readonly reason: string;
}

/** Objects by `keyOf`. */
export type Objects = ReadonlyMap<string, CatalogObject>;

interface Planned {
  readonly created: Objects;
  readonly dropped: Objects;
  readonly late: Objects;
}

export function contextOf(
  { before, after, major, role }: RepairScope,
  { created, dropped, late }: Planned,
): RepairContext {
  return {
    wanted: before,
    now: after,
    children: (object) => childrenIn(before, object),
    find: (key) => before.get(keyOf(key)),
    isCreated: (key) => created.has(keyOf(key)),
    isDropped: (key) => dropped.has(keyOf(key)),
    isSetLate: (column) => late.has(keyOf(column)),
    major,
    role,
  };
}

export function repairFor({ kind }: CatalogObject): Repair {
  return repairOfKind(kind);
}
