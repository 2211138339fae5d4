/**
 * A change of a schema, to be repaired in both directions: from after to before, and from before to after.
 * Without `cannot` and `cannotMake`, both repairs must be exact.
 */
export interface RepairCase {
  readonly name: string;
  readonly base: string;
  readonly change: string;
  readonly undo?: string;
  /** Objects that the repair says it cannot restore, as `keyOf` names them. */
  readonly cannot?: readonly string[];
  /** The same for the repair that makes the change. */
  readonly cannotMake?: readonly string[];
  /** Major versions of PostgreSQL that have what the case is about. */
  readonly since?: number;
  readonly until?: number;
}

/** The columns of a table of random statements: name, base, change and what else there is to say. */
export function repairCase(
  ...[name, base, change, more = {}]: readonly [string, string, string, Partial<RepairCase>?]
): RepairCase {
  return { name, base, change, ...more };
}
