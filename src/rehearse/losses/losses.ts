import { changesRows } from '../../sql-text/row-changes.js';
import { tablesNamedIn } from '../../sql-text/tables-named.js';
import type { Direction } from '../../migrations/migration.js';
import type { MeasuredStatement } from '../steps/measured-statements.js';
import type { RelationState } from '../steps/relation-state.js';
import type { MissingRows } from './captured-rows.js';

/** Rows, or values of a column, that a migration and its rollback lose. */
export interface LostData {
  readonly table: string;
  /** `null` where whole rows are lost. */
  readonly column: string | null;
  readonly rows: number;
  /** The statement that lost them; empty where none is known. */
  readonly statement: string;
  readonly direction: Direction | null;
  /** `before`: they were there before the up; `since`: they were written between the up and the down. */
  readonly written: 'before' | 'since';
}

/** What is missing, the table with its partitions, and the statements that may have lost it, in order. */
export interface Missing {
  readonly missing: MissingRows;
  /** OIDs of the table and its partitions. */
  readonly stores: ReadonlySet<string>;
  readonly written: LostData['written'];
  readonly statements: readonly MeasuredStatement[];
}

/** Names the statement that lost each of the missing rows and values. */
export function toLosses(missing: Missing): readonly LostData[] {
  const { table, rows, columns } = missing.missing;
  const of = (column: string | null, lost: number, by: MeasuredStatement | undefined): LostData => ({
    table: table.name,
    column,
    rows: lost,
    statement: by?.sql ?? '',
    direction: by?.direction ?? null,
    written: missing.written,
  });
  const wholeRows = rows === 0 ? [] : [of(null, rows, findFirst(missing, losesRows))];
  const values = columns.map(({ name, number, rows: lost }) =>
    of(name, lost, findFirst(missing, losesColumn(number))),
  );
  return [...wholeRows, ...values];
}

/** One table of the copy before and after a statement; no state after it where it was dropped. */
interface Change {
  readonly before: RelationState;
  readonly after: RelationState | undefined;
  readonly sql: string;
}

/** Whether a statement lost the data by its change of a table. */
type Judge = (change: Change) => boolean;

/** The first statement that certainly lost the data, or else the last one that changes rows of the table. */
function findFirst(
  { stores, statements, missing }: Missing,
  judges: readonly Judge[],
): MeasuredStatement | undefined {
  for (const judge of judges) {
    const found = statements.find((statement) => changesIn(statement, stores).some(judge));
    if (found) return found;
  }
  const changing = statements.filter(({ sql }) => changesRows(sql));
  const naming = changing.filter(({ sql }) => tablesNamedIn([sql], [missing.table.name]).length > 0);
  return naming.at(-1) ?? changing.at(-1);
}

function changesIn(
  { before, after, sql }: MeasuredStatement,
  stores: ReadonlySet<string>,
): readonly Change[] {
  return [...before.relations.values()]
    .filter(({ oid }) => stores.has(oid))
    .map((relation) => ({ before: relation, after: after.relations.get(relation.oid), sql }));
}

const isDropped: Judge = ({ after }) => after === undefined;
const isEmptied: Judge = ({ before, after, sql }) => before.file !== after?.file && /\btruncate\b/i.test(sql);
const isDeletedFrom: Judge = ({ before, after }) => (after?.deleted ?? 0) > before.deleted;
const isUpdated: Judge = ({ before, after }) => (after?.updated ?? 0) > before.updated;

const losesRows: readonly Judge[] = [isDropped, isEmptied, isDeletedFrom, isUpdated];

function losesColumn(number: number): readonly Judge[] {
  const isColumnDropped: Judge = ({ before, after }) =>
    before.columns[number] !== undefined && after?.columns[number] === undefined;
  const isRetyped: Judge = ({ before, after }) =>
    after !== undefined && before.columns[number]?.[1] !== after.columns[number]?.[1];
  return [isColumnDropped, isRetyped, isUpdated, isDropped];
}
