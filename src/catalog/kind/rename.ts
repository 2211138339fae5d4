import type { CatalogObject, Kind, Snapshot } from '../model/object.js';
import type { NameChange } from '../model/substitute-names.js';

/** The statements that give an object its wanted name, and how other objects print afterwards. */
export interface Rename {
  readonly statements: readonly string[];
  readonly changes: readonly NameChange[];
}

/** An object with another name than the wanted one. */
export interface RenamedPair {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  /** The present state. */
  readonly after: Snapshot;
}

/** Whether a rename of the parent, a table or a type, also renames the object. */
export function isInherited({ attributes }: CatalogObject): boolean {
  return String(attributes.inheritance ?? '').startsWith('inherited');
}

/** Name of a kind in ALTER and DROP: `FOREIGN DATA WRAPPER`. */
export function kindInSql(kind: Kind): string {
  return kind.toUpperCase().replaceAll('-', ' ');
}
