import type { Kind } from '../../src/catalog/model/object.js';
import type { CatalogCase } from './case.js';

/** A change of one object, and the statements that undo it. */
export interface ChangeAndBack extends Omit<CatalogCase, 'undo' | 'kind' | 'object' | 'repair'> {
  readonly back: string;
}

/** Makes two cases of every change: without an undo, the object must differ; with it, nothing may differ. */
export function bothWays(
  kind: Kind,
  object: string,
  changes: readonly ChangeAndBack[],
): readonly CatalogCase[] {
  return changes.flatMap(({ back, ...change }) => [
    { kind, object, ...change, name: `${change.name} shows` },
    { ...change, undo: back, says: [], name: `${change.name} and goes back` },
  ]);
}
