import { subject, type Difference } from '../catalog/diff.js';
import type { CatalogObject } from '../catalog/object.js';
import type { CatalogFinding } from './evidence.js';
import type { RowsLost } from './rows/compare-rows.js';

interface Explanation {
  readonly applies: (difference: Difference, finding: CatalogFinding) => boolean;
  readonly text: string;
}

/** Differences that surprise their authors, told in a sentence each. The first that applies is told. */
const explanations: readonly Explanation[] = [
  {
    applies: ({ change }) => change === 'reordered',
    text:
      'PostgreSQL adds a column at the end, so a dropped one comes back in another place, and no ALTER TABLE moves it. ' +
      'Rename the column instead of dropping it (exact, and keeps its values), and drop it for good in a later migration.',
  },
  {
    applies: (difference) => changes(difference, 'local') || changes(difference, 'inherited'),
    text: 'NO INHERIT and INHERIT again leave columns and constraints marked as local to the child.',
  },
  {
    applies: (difference, { before }) =>
      subject(difference).kind === 'column' &&
      changes(difference, 'not null') &&
      difference.after?.attributes['not null'] !== undefined &&
      ![...before.values()].some((object) => isPrimaryKeyOn(object, tableOf(subject(difference)))),
    text: 'A primary key makes its columns NOT NULL, and before PostgreSQL 18 they stay so when it is dropped.',
  },
  {
    applies: ({ change, after }) =>
      change === 'left' && after.kind === 'sequence' && after.parent === undefined,
    text:
      'A sequence made by hand is not dropped with the column that uses it; ' +
      'one that the column owns is (ALTER SEQUENCE … OWNED BY).',
  },
  {
    applies: (difference, finding) =>
      difference.change === 'missing' && hungOnARecreated(difference.before, finding),
    text:
      'Dropping a column or table takes its indexes, constraints, comments, grants and sequences along; ' +
      'making it again brings none of them back.',
  },
  {
    applies: ({ change, before }) => change === 'missing' && before.parent === undefined,
    text:
      'It was there before the up. An up with IF NOT EXISTS (or OR REPLACE) does not make what is there already, ' +
      'and a down must not drop it; DROP … CASCADE also takes along what others made.',
  },
];

/** Why a difference may surprise the author of the migration, where there is something to say. */
export function explainTrace(difference: Difference, finding: CatalogFinding): string | undefined {
  return explanations.find(({ applies }) => applies(difference, finding))?.text;
}

function changes(difference: Difference, attribute: string): boolean {
  return difference.change === 'changed' && difference.attributes.includes(attribute);
}

function isPrimaryKeyOn({ kind, name, attributes }: CatalogObject, table: string | undefined): boolean {
  return (
    kind === 'constraint' &&
    name.endsWith(` on ${table ?? ''}`) &&
    String(attributes.definition).startsWith('PRIMARY KEY')
  );
}

function tableOf({ parent }: CatalogObject): string | undefined {
  return parent?.name;
}

/** What it hung on is there on both sides, so it went with something that was made anew. */
function hungOnARecreated({ kind, parent }: CatalogObject, { before, after }: CatalogFinding): boolean {
  if (
    !parent ||
    !['index', 'constraint', 'comment', 'trigger', 'policy', 'statistics', 'sequence'].includes(kind)
  ) {
    return false;
  }
  const key = `${parent.kind} ${parent.name}`;
  return before.has(key) && after.has(key);
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
