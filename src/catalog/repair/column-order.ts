import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { isColumn } from '../model/kind-traits.js';
import { columnName } from '../model/relation-name.js';

/** Returns the objects with columns of the same table in the order that they have there. */
export function inColumnOrder(objects: readonly CatalogObject[], wanted: Snapshot): readonly CatalogObject[] {
  const places = objects.map((object) => placeOf(object, wanted));
  const columns = objects.filter((_, at) => places[at] !== undefined);
  const sorted = columns.toSorted((a, b) => (placeOf(a, wanted) ?? 0) - (placeOf(b, wanted) ?? 0));
  const next = sorted[Symbol.iterator]();
  return objects.map((object, at) => (places[at] === undefined ? object : (next.next().value ?? object)));
}

function placeOf(object: CatalogObject, wanted: Snapshot): number | undefined {
  const order = isColumn(object) && object.parent ? wanted.get(keyOf(object.parent))?.order : undefined;
  const place = order?.indexOf(columnName(object));
  return place === -1 ? undefined : place;
}

/** Returns the order of a table's columns after new and recreated ones were added at the end. */
export function orderAfter(
  { from, to }: { readonly from: CatalogObject; readonly to: CatalogObject },
  isRecreated: (column: string) => boolean,
): readonly string[] {
  const wanted = to.order ?? [];
  const kept = (from.order ?? []).filter(
    (name) => wanted.includes(name) && !isRecreated(`${to.name}.${name}`),
  );
  return [...kept, ...wanted.filter((name) => !kept.includes(name))];
}
