import { identityOf } from '../catalog/model/identity.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../catalog/model/object.js';
import type { CatalogFinding } from './evidence.js';

/**
 * Returns the tables and columns that existed before the up and that the down drops, also where it re-creates them:
 * no statement after it restores their rows.
 */
export function droppedExisting({ before, between, after }: CatalogFinding): readonly ObjectKey[] {
  if (!between) return [];
  const isKept = (object: CatalogObject, state: Snapshot) => {
    const found = state.get(keyOf(object));
    return found !== undefined && !isAnother(object, found);
  };
  const dropped = [...before.values()].filter(
    (object) =>
      (object.kind === 'table' || object.kind === 'column') &&
      isKept(object, between) &&
      !isKept(object, after),
  );
  const keys = new Set(dropped.map(keyOf));
  return dropped
    .filter(({ parent }) => !parent || !keys.has(keyOf(parent)))
    .map(({ kind, name }) => ({ kind, name }));
}

/** Returns whether two states of a name are different objects, as far as their OIDs are known. */
export function isAnother(one: CatalogObject, other: CatalogObject): boolean {
  const [was, is] = [identityOf(one), identityOf(other)];
  return was !== undefined && is !== undefined && was !== is;
}
