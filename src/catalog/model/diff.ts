import { keyOf, type CatalogObject, type Snapshot } from './object.js';
import { isSameAttribute, isSameValue } from './same-attribute.js';

/** One object that differs between two snapshots. */
export type Difference =
  | { readonly change: 'left'; readonly before: undefined; readonly after: CatalogObject }
  | { readonly change: 'missing'; readonly before: CatalogObject; readonly after: undefined }
  | {
      readonly change: 'changed' | 'reordered';
      readonly before: CatalogObject;
      readonly after: CatalogObject;
      /** Sorted names of the attributes that differ; empty when only the order differs. */
      readonly attributes: readonly string[];
    };

/**
 * Compares two snapshots object by object. `left` objects exist only in `after`, `missing` objects only in
 * `before`. Differences are in the order of the snapshots, missing objects first.
 */
export function diff(before: Snapshot, after: Snapshot): readonly Difference[] {
  return compareSnapshots({ before, after }, sameRelativeOrder);
}

/**
 * Compares like `diff`, but also returns objects that only gained or lost members, such as a table to which a
 * column was added. The record of a step needs these, so that the earlier state can be derived from it.
 */
export function changesBetween(before: Snapshot, after: Snapshot): readonly Difference[] {
  return compareSnapshots({ before, after }, isSameValue);
}

type SameOrder = (before: readonly string[], after: readonly string[]) => boolean;

interface BothValues<T> {
  readonly before: T;
  readonly after: T;
}

function compareSnapshots(
  { before, after }: BothValues<Snapshot>,
  sameOrder: SameOrder,
): readonly Difference[] {
  const differences: Difference[] = [];
  for (const [key, object] of before) {
    const now = after.get(key);
    if (now === object) continue;
    const difference = now
      ? compare({ before: object, after: now }, sameOrder)
      : ({ change: 'missing', before: object, after: undefined } as const);
    if (difference) differences.push(difference);
  }
  for (const [key, object] of after) {
    if (!before.has(key)) differences.push({ change: 'left', before: undefined, after: object });
  }
  return differences;
}

function compare({ before, after }: BothValues<CatalogObject>, sameOrder: SameOrder): Difference | undefined {
  const attributes = differingAttributes(before, after);
  if (attributes.length > 0) return { change: 'changed', before, after, attributes };
  if (!sameOrder(before.order ?? [], after.order ?? [])) {
    return { change: 'reordered', before, after, attributes };
  }
  return undefined;
}

function differingAttributes(before: CatalogObject, after: CatalogObject): readonly string[] {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const { kind } = before;
  return [...names]
    .filter((attribute) => {
      const [was, is] = [before.attributes[attribute], after.attributes[attribute]];
      return !isSameAttribute({ kind, attribute }, was, is);
    })
    .sort();
}

/**
 * Compares the relative order of common members. Members on one side only are reported as objects of their
 * own.
 */
function sameRelativeOrder(before: readonly string[], after: readonly string[]): boolean {
  const inBefore = new Set(before);
  const inAfter = new Set(after);
  const remaining = after.filter((name) => inBefore.has(name));
  return before.filter((name) => inAfter.has(name)).every((name, index) => name === remaining[index]);
}

/** The object of a difference, from whichever side has it. */
export function subject(difference: Difference): CatalogObject {
  return difference.before ?? difference.after;
}

/**
 * Leaves out consequences of larger differences: the columns of a missing table, the index of an added
 * constraint. For a table that has changed and also has a new column, both differences remain.
 */
export function withoutConsequences(differences: readonly Difference[]): readonly Difference[] {
  const whole = new Set(
    differences
      .filter(({ change }) => change === 'left' || change === 'missing')
      .map((difference) => `${difference.change} ${keyOf(subject(difference))}`),
  );
  return differences.filter((difference) => {
    const { parent, cascadesFrom } = subject(difference);
    return ![parent, cascadesFrom].some((key) => key && whole.has(`${difference.change} ${keyOf(key)}`));
  });
}
