import { constraintTypeOf } from '../catalog/kinds/constraint/constraint-type.js';
import type { Difference } from '../catalog/model/diff.js';
import { frozenClock, isOfTheClock, isOfTheClockEachRun } from '../catalog/read/frozen-clock.js';
import { traitsOf } from '../catalog/kinds/lists.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { refersTo } from '../catalog/model/object-references.js';
import { isAnother } from './dropped-existing.js';
import type { CatalogFinding } from './evidence.js';
import type { RowsLost } from '../rows/compare-rows.js';

interface Explanation {
  readonly applies: (difference: Difference, states: States) => boolean;
  readonly text: string;
}

/** The catalog before the up, between up and down, and after the down. */
type States = CatalogFinding & { readonly between: Snapshot };

/** Explanations of surprising differences, one sentence or two each. The first that applies is used. */
const explanations: readonly Explanation[] = [
  {
    applies: ({ change, before, after }) => change === 'reordered' && !isAnother(before, after),
    text:
      'PostgreSQL adds columns only at the end, so a re-created column has another position, and ALTER TABLE cannot move it. ' +
      'Instead of dropping it, rename it (exact, and keeps its values), and drop it in a later migration.',
  },
  {
    applies: ({ change }) => change === 'reordered',
    text: 'The table was re-created with its columns in a different order: list them in the original order.',
  },
  {
    applies: leftItsParent,
    text: 'NO INHERIT and INHERIT again leave columns and constraints marked as local to the child.',
  },
  {
    applies: keptByAPrimaryKey,
    text: 'A primary key makes its columns NOT NULL; before PostgreSQL 18 they stay NOT NULL when it is dropped.',
  },
  {
    applies: outlivedItsColumn,
    text:
      'A sequence created by CREATE SEQUENCE is not dropped with the column that uses it; ' +
      'make the column own it (ALTER SEQUENCE … OWNED BY), or drop it in the down.',
  },
  {
    applies: hungOnARecreated,
    text:
      'Dropping a column or table also drops its indexes, constraints, comments, grants and sequences; ' +
      're-creating it restores none of them.',
  },
  {
    applies: (difference, { between }) =>
      difference.change === 'missing' && between.has(keyOf(difference.before)),
    text:
      'It existed before the up. An up with IF NOT EXISTS (or OR REPLACE) does not create what already exists, ' +
      'and a down must not drop it; DROP … CASCADE also takes along what others made.',
  },
];

/** Returns an explanation of a difference that may surprise the author of the migration, if there is one. */
export function explainTrace(difference: Difference, finding: CatalogFinding): string | undefined {
  const { between } = finding;
  const isOfRun = between ? isOfTheClock : isOfTheClockEachRun;
  if (isOfRun(difference)) return `It differs each time: ${frozenClock}.`;
  if (!between) return undefined;
  return explanations.find(({ applies }) => applies(difference, { ...finding, between }))?.text;
}

/** Returns whether a purely inherited column or constraint was local while its table had no parent. */
function leftItsParent(difference: Difference, { between }: States): boolean {
  if (difference.change !== 'changed' || !difference.attributes.includes('inheritance')) return false;
  const { before, after } = difference;
  const meanwhile = between.get(keyOf(after));
  return (
    /^inherited(?! and local)/.test(String(before.attributes.inheritance)) &&
    String(after.attributes.inheritance).startsWith('inherited and local') &&
    meanwhile?.attributes.inheritance === undefined
  );
}

/** Returns whether the column was part of a primary key that the up added and the down dropped. */
function keptByAPrimaryKey(difference: Difference, { before, between, after }: States): boolean {
  if (difference.change !== 'changed' || difference.before.kind !== 'column') return false;
  if (!difference.attributes.includes('not null') || difference.after.attributes['not null'] === undefined)
    return false;
  return [...between.values()].some(
    (object) =>
      isPrimaryKeyOn(object, difference.after) && !before.has(keyOf(object)) && !after.has(keyOf(object)),
  );
}

function isPrimaryKeyOn(object: CatalogObject, column: CatalogObject): boolean {
  return (
    constraintTypeOf(object) === 'primary key' &&
    object.parent?.name === column.parent?.name &&
    refersTo(object, column)
  );
}

function outlivedItsColumn(difference: Difference, { between, after }: States): boolean {
  if (difference.change !== 'left' || difference.after.kind !== 'sequence' || difference.after.parent)
    return false;
  const sequence = difference.after;
  return [...between.values()].some(
    (object) => object.kind === 'column' && refersTo(object, sequence) && !after.has(keyOf(object)),
  );
}

/** Returns whether its table, or a column that it refers to, was dropped and re-created. */
function hungOnARecreated(difference: Difference, states: States): boolean {
  if (difference.change !== 'missing' || traitsOf(difference.before.kind).lostWith === 'nothing')
    return false;
  const object = difference.before;
  const parent = object.parent && states.before.get(keyOf(object.parent));
  if (!parent) return false;
  const columns = [...states.before.values()].filter(
    (one) => one.kind === 'column' && one.parent?.name === parent.name && refersTo(object, one),
  );
  return [parent, ...columns].some((one) => wasRecreated(one, states));
}

function wasRecreated(object: CatalogObject, { between, after }: States): boolean {
  const now = after.get(keyOf(object));
  if (!now) return false;
  return !between.has(keyOf(object)) || isAnother(object, now);
}

/** Advice for lost rows, which SQL alone cannot restore. */
export function explainRows({ columns, before, after }: RowsLost): string {
  if (columns.length > 0) {
    return (
      'The values are lost. Rename the column instead of dropping it, or keep its values in a separate table ' +
      'until the migration no longer needs to be rolled back.'
    );
  }
  return after > before
    ? 'The down leaves rows behind that did not exist before the up: delete them in the down.'
    : 'The rows are lost. Copy them to a separate table in the up, and restore them in the down.';
}
