import { childrenIn } from './children.js';
import { traitsOf } from './kind-traits.js';
import { mentionedNames } from './mentioned-names.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';
import { nameInText, refersTo } from './object-references.js';

const indexes = new WeakMap<Snapshot, ReadonlyMap<string, readonly CatalogObject[]>>();

/** Objects of a snapshot that cannot exist without another one, except those that belong to it. */
export function usersIn(snapshot: Snapshot, object: CatalogObject): readonly CatalogObject[] {
  const index = indexes.get(snapshot) ?? indexMentions(snapshot);
  indexes.set(snapshot, index);
  const { kind, parent } = object;
  const onTable = traitsOf(kind).references ? parent : undefined;
  const candidates = [
    ...(index.get(nameInText(object)) ?? []),
    ...(onTable ? [...(index.get(onTable.name) ?? []), ...childrenIn(snapshot, onTable)] : []),
  ];
  return [...new Set(candidates)].filter((other) => !belongsTo(other, object) && refersTo(other, object));
}

function indexMentions(snapshot: Snapshot): ReadonlyMap<string, readonly CatalogObject[]> {
  const index = new Map<string, CatalogObject[]>();
  for (const object of snapshot.values()) {
    for (const name of mentionedNames(object).firm) {
      const users = index.get(name);
      if (users) users.push(object);
      else index.set(name, [object]);
    }
  }
  return index;
}

function belongsTo({ parent }: CatalogObject, object: CatalogObject): boolean {
  return parent !== undefined && keyOf(parent) === keyOf(object);
}
