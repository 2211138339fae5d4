import { definesColumns, isDataType, isRemark, kindNames, rankOf, traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject } from '../model/object.js';
import { ReferenceIndex, type Reference } from '../model/object-references.js';
import { groupByObject } from './group-by-object.js';
import { newObjects, oldObjects, type Precedence, type RepairAction } from './repair-actions.js';
import type { Arrangement } from './repair-scope.js';
import { splitCircles } from './split-circles.js';

/**
 * Sorts actions into an executable order: an object is dropped before its dependencies and created after
 * them. Beyond that, drops run from the last kind to the first, then changes and creations from the first to
 * the last, and at the end drops of objects on which all of these may depend at first. The time depends on
 * the number of actions and of the names in their definitions.
 */
export function orderActions(
  actions: readonly RepairAction[],
  arrangement: Arrangement = 'by kind',
): readonly RepairAction[] {
  const { actions: all, precedences } = splitCircles(actions, precedencesOf);
  const earlierThan = new Map<RepairAction, RepairAction[]>();
  for (const { earlier, later } of precedences) {
    const others = earlierThan.get(later);
    if (others) others.push(earlier);
    else earlierThan.set(later, [earlier]);
  }
  if (arrangement === 'by object')
    return groupByObject(byPriority(all), (action) => earlierThan.get(action) ?? []);
  return visitInOrder(byPriority(all), (action) => byPriority(earlierThan.get(action) ?? []));
}

/** Visits each action after those that must precede it; iterative, for chains of thousands. */
function visitInOrder(
  actions: readonly RepairAction[],
  earlierThan: (action: RepairAction) => readonly RepairAction[],
): readonly RepairAction[] {
  const result = new Set<RepairAction>();
  const visiting = new Set<RepairAction>();
  const stack = actions.toReversed();
  for (let action = stack.at(-1); action; action = stack.at(-1)) {
    const waiting = visiting.has(action)
      ? []
      : earlierThan(action).filter((other) => !result.has(other) && !visiting.has(other));
    visiting.add(action);
    if (waiting.length > 0) stack.push(...waiting.toReversed());
    else {
      stack.pop();
      result.add(action);
    }
  }
  return [...result];
}

function byPriority(actions: readonly RepairAction[]): readonly RepairAction[] {
  return [...actions].sort((a, b) => priority(a) - priority(b));
}

function priority({ action, object }: RepairAction): number {
  const [count, position] = [kindNames().length, rankOf(object.kind)];
  const { isCreatedLast, dropped } = traitsOf(object.kind);
  if (action === 'release') return -count;
  if (action !== 'drop') return count + 2 * position + (isCreatedLast?.(object) === true ? 1 : 0);
  return dropped === 'last' ? 4 * count - position : -position;
}

function precedencesOf(actions: readonly RepairAction[]): readonly Precedence[] {
  return [...ofReferences(actions, 'old'), ...ofReferences(actions, 'new'), ...ofNames(actions)].filter(
    ({ earlier, later }) => earlier !== later,
  );
}

function ofReferences(actions: readonly RepairAction[], state: 'old' | 'new'): readonly Precedence[] {
  const objectsOf = state === 'old' ? oldObjects : newObjects;
  const actionsOf = new Map<CatalogObject, RepairAction>();
  // A column of a new table exists with the table, although its settings have an action of their own.
  const withParts = actions.filter((action) => objectsOf(action).length > 1);
  for (const action of [...withParts, ...actions]) {
    for (const object of objectsOf(action)) actionsOf.set(object, actionsOf.get(object) ?? action);
  }
  const index = new ReferenceIndex(actionsOf.keys());
  const checks =
    state === 'new' ? checksOfTypes(actionsOf.keys()) : new Map<string, readonly CatalogObject[]>();
  return actions.flatMap((action) =>
    objectsOf(action).flatMap((user) =>
      withChecks(referencesOf(user, index, state), checks).flatMap(
        ({ object, strength }): readonly Precedence[] => {
          const other = actionsOf.get(object);
          if (!other) return [];
          if (state === 'old') {
            return strength === 'firm' && endsBefore(action, other)
              ? [{ earlier: action, later: other, user, strength }]
              : [];
          }
          return startsAfter(action, other) ? [{ earlier: other, later: action, user, strength }] : [];
        },
      ),
    ),
  );
}

/** Constraints of data types, by the key of the type. */
function checksOfTypes(objects: Iterable<CatalogObject>): ReadonlyMap<string, readonly CatalogObject[]> {
  const checks = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    const { parent } = object;
    if (!parent || !isDataType(parent) || isRemark(object)) continue;
    const key = keyOf(parent);
    checks.set(key, [...(checks.get(key) ?? []), object]);
  }
  return checks;
}

/** A domain gets its constraints before arrays of it are used: afterwards PostgreSQL cannot add any. */
function withChecks(
  references: readonly Reference[],
  checks: ReadonlyMap<string, readonly CatalogObject[]>,
): readonly Reference[] {
  if (checks.size === 0) return references;
  const more = references.flatMap(({ object }) => checks.get(keyOf(object)) ?? []);
  return [...references, ...more.map((object) => ({ object, strength: 'loose' as const }))];
}

/** A partition depends on its table until it is detached, and is attached after everything is created. */
function referencesOf(user: CatalogObject, index: ReferenceIndex, state: 'old' | 'new') {
  const parent = user.attributes['partition of'];
  const table =
    state === 'old' && definesColumns(user) && typeof parent === 'string'
      ? index.tableNamed(parent)
      : undefined;
  const references = index.referencesOf(user);
  return table ? [...references, { object: table, strength: 'firm' as const }] : references;
}

/** Whether an action that ends a dependency must precede one that drops or changes what was depended on. */
function endsBefore(user: RepairAction, used: RepairAction): boolean {
  if (used.action === 'release') return false;
  return user.action !== 'alter' && user.action !== 'swap'
    ? true
    : used.action === 'drop' || used.action === 'swap';
}

/** Whether an action that starts a dependency must follow one that creates or changes what is depended on. */
function startsAfter(user: RepairAction, used: RepairAction): boolean {
  if (used.action === 'restore') return false;
  return user.action === 'alter' || user.action === 'swap'
    ? used.action === 'create' || used.action === 'swap'
    : true;
}

/** A name must be free before it is used again. */
function ofNames(actions: readonly RepairAction[]): readonly Precedence[] {
  const drops = new Map<string, RepairAction>();
  for (const action of actions) {
    if (action.action !== 'drop') continue;
    for (const object of oldObjects(action)) {
      for (const name of takenNames(object)) drops.set(name, action);
    }
  }
  return actions.flatMap((later) =>
    newObjects(later).flatMap((user) =>
      takenNames(user).flatMap((name): readonly Precedence[] => {
        const earlier = drops.get(name);
        return earlier && takesName(later, name) ? [{ earlier, later, user, strength: 'firm' }] : [];
      }),
    ),
  );
}

/** A change gives an object no name, except to the sequence of a new identity. */
function takesName(later: RepairAction, name: string): boolean {
  return later.action !== 'alter' || !takenNames(later.change.from).includes(name);
}

function takenNames(object: CatalogObject): readonly string[] {
  return traitsOf(object.kind).takenNames?.(object) ?? [object.name];
}
