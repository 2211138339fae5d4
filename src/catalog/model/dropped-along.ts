import { listOf } from './attribute.js';
import { isColumn, traitsOf } from './kind-traits.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from './object.js';
import { refersTo } from './object-references.js';
import { withAttribute } from './adopt-ownership.js';

/** An object that others added to an object of the migration, and that is dropped with it. */
export interface GoingAlong {
  readonly object: CatalogObject;
  /** The object that the down drops. */
  readonly with: ObjectKey;
  /** The entry that is removed from the object's list; missing where the whole object is dropped. */
  readonly part?: string;
}

export interface Dropped {
  /** Keys of the objects that the up created and the down dropped. */
  readonly made: ReadonlySet<string>;
  /** The catalog before the down. */
  readonly before: Snapshot;
}

/**
 * Returns the object of the migration with which an object of others is dropped; `undefined` if there is
 * none.
 */
export function droppedWith(object: CatalogObject, dropped: Dropped): ObjectKey | undefined {
  if (traitsOf(object.kind).addedLater === 'kept') return undefined;
  return (
    [object.parent, object.cascadesFrom]
      .map((owner) => owner && cascadeOf(owner, dropped))
      .find((owner) => owner !== undefined) ?? columnOf(object, dropped)
  );
}

function cascadeOf(owner: ObjectKey, dropped: Dropped): ObjectKey | undefined {
  if (dropped.made.has(keyOf(owner))) return owner;
  const object = dropped.before.get(keyOf(owner));
  return object && droppedWith(object, dropped);
}

/** An index is dropped with its column, even though the table remains. */
function columnOf(object: CatalogObject, dropped: Dropped): ObjectKey | undefined {
  const { parent } = object;
  if (parent === undefined) return undefined;
  return droppedObjects(dropped).find(
    (one) => isColumn(one) && one.parent?.name === parent.name && refersTo(object, one),
  );
}

/**
 * Whether an object depends on one that the up created and the down dropped, as a view depends on its table.
 */
export function dependsOnDropped(object: CatalogObject, dropped: Dropped): boolean {
  const isPart = [object.parent, object.cascadesFrom].some((owner) => {
    if (!owner) return false;
    const taking = dropped.before.get(keyOf(owner));
    return dropped.made.has(keyOf(owner)) || (taking !== undefined && dependsOnDropped(taking, dropped));
  });
  return isPart || droppedObjects(dropped).some((one) => refersTo(object, one));
}

function droppedObjects({ made, before }: Dropped): readonly CatalogObject[] {
  return [...made].flatMap((key) => before.get(key) ?? []);
}

/** Returns an object, such as a publication, without the dropped ones that it lists; reports these in `along`. */
export function withoutDroppedEntries(
  object: CatalogObject,
  dropped: Dropped,
): { readonly object: CatalogObject; readonly along: readonly GoingAlong[] } {
  const { lists } = traitsOf(object.kind);
  if (!lists) return { object, along: [] };
  const along = droppedObjects(dropped).flatMap((one) =>
    (lists[one.kind] ?? []).flatMap((list) =>
      listOf(object, list)
        .filter((part) => part === one.name || part.startsWith(`${one.name} `))
        .map((part) => ({ object, part, with: one, list })),
    ),
  );
  return { object: along.reduce(withoutEntry, object), along };
}

function withoutEntry(
  object: CatalogObject,
  { list, part }: { readonly list: string; readonly part: string },
): CatalogObject {
  const kept = listOf(object, list).filter((entry) => entry !== part);
  return withAttribute(object, { name: list, value: kept.length > 0 ? kept : undefined });
}
