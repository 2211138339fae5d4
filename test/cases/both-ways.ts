import type { Kind } from '../../src/catalog/model/object.js';
import type { CatalogCase } from './case.js';

/** A change of one object, and what takes it back. */
export interface ChangeAndBack extends Omit<CatalogCase, 'undo' | 'kind' | 'object' | 'repair'> {
  readonly back: string;
}

/** Every change makes two cases: left as it is, it shows on the object; taken back, nothing does. */
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
