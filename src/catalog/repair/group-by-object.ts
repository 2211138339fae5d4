import { rankOf, traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject, type Kind, type ObjectKey } from '../model/object.js';
import { newObjects, type RepairAction } from './repair-actions.js';

/** Statements about one object and its parts. */
export interface ObjectGroup {
  /** The object that is not part of another one: the table of a column. */
  readonly root: ObjectKey;
  /** Kind whose position in the order of creation the group has: that of the root, or of a part created later. */
  readonly rankedAs: Kind;
}

type Find = (key: ObjectKey) => CatalogObject | undefined;

/** Parts that are created last are a group of their own: foreign keys need other tables. */
export function groupOf(object: CatalogObject, find: Find): ObjectGroup {
  const whole = wholeOf(object, find);
  const root = whole.at(-1) ?? object;
  const late = whole.find((one) => isCatalogObject(one) && traitsOf(one.kind).isCreatedLast?.(one) === true);
  return { root, rankedAs: (late ?? root).kind };
}

function isCatalogObject(one: ObjectKey): one is CatalogObject {
  return 'attributes' in one;
}

/** The object, its parent, and so on. */
function wholeOf(object: CatalogObject, find: Find): readonly ObjectKey[] {
  const { parent } = object;
  if (!parent) return [object];
  const found = find(parent);
  return [object, ...(found ? wholeOf(found, find) : [parent])];
}

/**
 * Sorts actions into an executable order in which those of a group follow each other where possible: after an
 * action comes another one of its group that is ready, or else the first group that has one, by kind and name.
 * `actions` are sorted by priority, which determines the order within a group.
 */
export function groupByObject(
  actions: readonly RepairAction[],
  earlierThan: (action: RepairAction) => readonly RepairAction[],
): readonly RepairAction[] {
  const waiting = new Map(actions.map((action) => [action, earlierThan(action)]));
  const isReady = (action: RepairAction) => waiting.get(action)?.every((one) => !waiting.has(one)) === true;
  const isWaiting = (action: RepairAction) => waiting.has(action);
  const groups = sortGroups(actions);
  const result: RepairAction[] = [];
  while (waiting.size > 0) {
    // Only a circle of dependencies has no action that is ready; any of its actions is the first then.
    const group = groups.find((one) => one.some(isReady)) ?? groups.find((one) => one.some(isWaiting)) ?? [];
    let next = group.find(isReady) ?? group.find(isWaiting);
    for (; next; next = group.find(isReady)) {
      waiting.delete(next);
      result.push(next);
    }
  }
  return result;
}

/** The actions by group; the groups sorted by kind and name. */
function sortGroups(actions: readonly RepairAction[]): readonly (readonly RepairAction[])[] {
  const objects = new Map(actions.flatMap(newObjects).map((object) => [keyOf(object), object]));
  const groups = new Map<string, { readonly group: ObjectGroup; readonly own: RepairAction[] }>();
  for (const action of actions) {
    const group = groupOf(action.object, (key) => objects.get(keyOf(key)));
    const key = `${group.rankedAs} of ${keyOf(group.root)}`;
    const known = groups.get(key);
    if (known) known.own.push(action);
    else groups.set(key, { group, own: [action] });
  }
  return [...groups.values()].sort((a, b) => compareGroups(a.group, b.group)).map(({ own }) => own);
}

function compareGroups(a: ObjectGroup, b: ObjectGroup): number {
  return rankOf(a.rankedAs) - rankOf(b.rankedAs) || (a.root.name < b.root.name ? -1 : 1);
}
