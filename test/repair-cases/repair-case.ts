/**
 * A change of a schema that is repaired in both directions: from after to before, and from before to after.
 * Without `cannot` and `cannotMake`, both repairs must be exact.
 */
export interface RepairCase {
  readonly name: string;
  readonly base: string;
  readonly change: string;
  readonly undo?: string;
  /** Keys, in the form of `keyOf`, of objects that the repair declares as not restorable. */
  readonly cannot?: readonly string[];
  /** The same for the repair from before to after. */
  readonly cannotMake?: readonly string[];
  /** The first and the last major version of PostgreSQL to which the case applies. */
  readonly since?: number;
  readonly until?: number;
}

/** Makes a case from its name, base and change, and optional further properties. */
export function repairCase(
  ...[name, base, change, more = {}]: readonly [string, string, string, Partial<RepairCase>?]
): RepairCase {
  return { name, base, change, ...more };
}
