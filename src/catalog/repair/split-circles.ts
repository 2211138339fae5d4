import { descendantsAmong } from '../model/children.js';
import { traitsOf } from '../model/kind-traits.js';
import type { CatalogObject } from '../model/object.js';
import { circlesOf } from './circles.js';
import { oldObjects, type Precedence, type RepairAction } from './repair-actions.js';
import { expressionOf, withoutExpression } from './expression.js';

export interface Precedences {
  readonly actions: readonly RepairAction[];
  readonly precedences: readonly Precedence[];
}

type Drop = RepairAction & { readonly action: 'drop' };

/**
 * Resolves circular precedences: ignores dependencies that exist only in the body of a function, and first
 * drops the parts that close a circle, such as a foreign key, a trigger or a default.
 */
export function splitCircles(
  actions: readonly RepairAction[],
  precedencesOf: (actions: readonly RepairAction[]) => readonly Precedence[],
): Precedences {
  const precedences = withoutLooseCircles(precedencesOf(actions));
  const circles = circlesOf(precedences);
  const parts = new Map<Drop, Set<CatalogObject>>();
  for (const { earlier, later, user } of precedences) {
    if (earlier.action !== 'drop' || user === earlier.object || circles.get(earlier) !== circles.get(later))
      continue;
    if (circles.has(earlier)) parts.set(earlier, (parts.get(earlier) ?? new Set()).add(user));
  }
  const split = actions.flatMap((action): readonly RepairAction[] =>
    action.action === 'drop' ? splitDrop(action, parts.get(action) ?? new Set()) : [action],
  );
  return parts.size === 0
    ? { actions, precedences }
    : { actions: split, precedences: withoutLooseCircles(precedencesOf(split)) };
}

function withoutLooseCircles(precedences: readonly Precedence[]): readonly Precedence[] {
  const circles = circlesOf(precedences);
  const isInCircle = ({ earlier, later }: Precedence) =>
    circles.has(earlier) && circles.get(earlier) === circles.get(later);
  return precedences.filter((one) => one.strength === 'firm' || !isInCircle(one));
}

/** Returns separate drops of these parts, followed by that of the table without them. */
function splitDrop(drop: Drop, users: ReadonlySet<CatalogObject>): readonly RepairAction[] {
  const first = [...users].flatMap((user) => separate(user, drop.parts));
  if (first.length === 0) return [drop];
  const dropped = new Set(first.flatMap(oldObjects));
  const released = first.flatMap(({ action, object }) =>
    action === 'release' ? [withoutExpression(object)] : [],
  );
  return [...first, { ...drop, parts: [...drop.parts.filter((part) => !dropped.has(part)), ...released] }];
}

function separate(part: CatalogObject, all: readonly CatalogObject[]): readonly RepairAction[] {
  const expression = expressionOf(part);
  if (expression && part.attributes.default !== undefined) {
    return [{ action: 'release', object: part, statements: expression.drop(part) }];
  }
  if (traitsOf(part.kind).dropped !== 'before its table') return [];
  return [{ action: 'drop', object: part, parts: descendantsAmong(all, part) }];
}
