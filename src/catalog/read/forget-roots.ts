import type { CatalogState } from './catalog-state.js';
import { withoutRoots, type ChangedRoots } from './fingerprint.js';
import type { CatalogObject } from '../model/object.js';
import { readerList } from '../kinds/lists.js';

/** Returns the state without the objects of the given roots, so that a refresh reads them again. */
export function forgetRoots(state: CatalogState, roots: ChangedRoots): CatalogState {
  const forgotten = new Set<CatalogObject>();
  const parts = readerList.map(({ root }, index) => {
    const part = new Map(state.parts[index]);
    for (const oid of roots.get(root) ?? []) {
      for (const object of part.get(oid) ?? []) forgotten.add(object);
      part.delete(oid);
    }
    return part;
  });
  return {
    ...state,
    parts,
    objects: new Map([...state.objects].filter(([, object]) => !forgotten.has(object))),
    fingerprint: withoutRoots(state.fingerprint, roots),
  };
}
