import type { Difference } from '../catalog/model/diff.js';
import { frozenClock, isOfTheClock, isOfTheClockEachRun } from '../catalog/read/frozen-clock.js';
import { identityOf } from '../catalog/model/identity.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { refersTo } from '../catalog/model/object-references.js';
import type { CatalogFinding } from './evidence.js';
import type { RowsLost } from '../rows/compare-rows.js';

interface Explanation {
  readonly applies: (difference: Difference, states: States) => boolean;
  readonly text: string;
}

/** The catalog before the up, between up and down, and after the down. */
type States = CatalogFinding & { readonly between: Snapshot };

/** Differences that surprise their authors, told in a sentence each. The first that applies is told. */
const explanations: readonly Explanation[] = [
  {
    applies: ({ change, before, after }) => change === 'reordered' && !isAnother(before, after),
    text:
      'PostgreSQL adds a column at the end, so a dropped one comes back in another place, and no ALTER TABLE moves it. ' +
      'Rename the column instead of dropping it (exact, and keeps its values), and drop it for good in a later migration.',
  },
  {
    applies: ({ change }) => change === 'reordered',
    text: 'The table was made again with its columns in another order: list them in the order that they had.',
  },
  {
    applies: leftItsParent,
    text: 'NO INHERIT and INHERIT again leave columns and constraints marked as local to the child.',
  },
  {
    applies: keptByAPrimaryKey,
    text: 'A primary key makes its columns NOT NULL, and before PostgreSQL 18 they stay so when it is dropped.',
  },
  {
    applies: outlivedItsColumn,
    text:
      'A sequence made by hand is not dropped with the column that uses it; ' +
      'one that the column owns is (ALTER SEQUENCE … OWNED BY).',
  },
  {
    applies: hungOnARecreated,
    text:
      'Dropping a column or table takes its indexes, constraints, comments, grants and sequences along; ' +
      'making it again brings none of them back.',
  },
  {
    applies: (difference, { between }) =>
      difference.change === 'missing' && between.has(keyOf(difference.before)),
    text:
      'It was there before the up. An up with IF NOT EXISTS (or OR REPLACE) does not make what is there already, ' +
      'and a down must not drop it; DROP … CASCADE also takes along what others made.',
  },
];

/** Why a difference may surprise the author of the migration, where there is something to say. */
export function explainTrace(difference: Difference, finding: CatalogFinding): string | undefined {
  const { between } = finding;
  const isOfRun = between ? isOfTheClock : isOfTheClockEachRun;
  if (isOfRun(difference)) return `It cannot be the same twice: ${frozenClock}.`;
  if (!between) return undefined;
  return explanations.find(({ applies }) => applies(difference, { ...finding, between }))?.text;
}

/** Whether two states of a name are two objects, as far as their OIDs are known. */
function isAnother(one: CatalogObject, other: CatalogObject): boolean {
  const [was, is] = [identityOf(one), identityOf(other)];
  return was !== undefined && is !== undefined && was !== is;
}

/** Whether something that a child only inherited was its own while it had no parent. */
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

/** Whether a primary key came and went that the column was part of. */
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
    object.kind === 'constraint' &&
    String(object.attributes.definition).startsWith('PRIMARY KEY') &&
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

const hanging: ReadonlySet<string> = new Set([
  'index',
  'constraint',
  'comment',
  'trigger',
  'policy',
  'statistics',
  'sequence',
]);

/** Whether a table, or a column, that it hung on was made anew on the way. */
function hungOnARecreated(difference: Difference, states: States): boolean {
  if (difference.change !== 'missing' || !hanging.has(difference.before.kind)) return false;
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

/** What can be done where rows are lost: SQL alone cannot bring them back. */
export function explainRows({ columns, before, after }: RowsLost): string {
  if (columns.length > 0) {
    return (
      'The values are gone for good. Rename the column instead of dropping it, or keep its values in a table of ' +
      'their own until the migration can no longer be rolled back.'
    );
  }
  return after > before
    ? 'The down leaves rows behind that were not there before the up: delete them in the down.'
    : 'The rows are gone for good. Keep them in a table of their own in the up, and put them back in the down.';
}
