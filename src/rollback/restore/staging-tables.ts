import { catalogText, printed } from '../../database/text-conversion.js';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import { changeOwnObjects } from '../../database/own-objects.js';
import { UsageError } from '../../errors.js';
import type { OpenBackup } from '../backup/open-backup.js';
import type { SavedTable } from '../backup/manifest.js';
import type { Overwritable } from './provenance.js';
import { readInitialValues } from './read-initial-values.js';
import type { Mapped, Target } from './target.js';

/**
 * The outcome of a line of the backup: `doubled` where another line is written to the same row, `refused` where
 * the server or one of our checks rejected it.
 */
export type Outcome = 'insert' | 'update' | 'same' | 'conflict' | 'absent' | 'doubled' | 'refused';

/**
 * The lines of a table in a temporary table, with all values as text: the line number `n`, and `c1`, `c2` and
 * so on.
 */
export interface Lines {
  readonly saved: SavedTable;
  readonly lines: string;
  /** `ignored` inserts every line, although equal rows exist: the table has no key, and its lines were deleted. */
  readonly existing?: 'ignored' | 'compared';
}

/** Lines with the outcome of each. */
export interface Staged extends Lines {
  readonly target: Target;
  /**
   * Temporary table with the outcomes: `n`, `outcome`, `step` (numbered within an outcome), and `place` and
   * `part` (ctid and tableoid) of the existing row.
   */
  readonly outcomes: string;
}

/**
 * Reads a table of the backup into a temporary table. Every column is text there, so that a value that no
 * longer fits its type does not stop the load. For a table without columns, the temporary table has one empty
 * column.
 * @throws UsageError when the server cannot read the lines
 */
export async function stageLines(
  session: Session,
  saved: SavedTable,
  { read }: Pick<OpenBackup, 'read'>,
): Promise<Lines> {
  const lines = `pg_temp.${nameFor('lines', saved)}`;
  const columns = saved.columns.map((_, index) => `c${index + 1}`);
  const all = columns.length > 0 ? columns : ['c0'];
  await changeOwnObjects(
    session,
    `CREATE TEMPORARY TABLE ${nameFor('lines', saved)} (n pg_catalog.int8 GENERATED ALWAYS AS IDENTITY, ` +
      `${all.map((column) => `${column} pg_catalog.text`).join(', ')}) ON COMMIT DROP`,
  );
  const rows = await session
    .copyFrom(`COPY ${lines} (${all.join(', ')}) FROM STDIN`, read(saved))
    .catch((cause: unknown) => {
      throw isDataException(cause) ? unreadable(saved, cause.message) : cause;
    });
  if (rows !== saved.rows) throw unreadable(saved, `it took ${rows} of ${saved.rows} rows`);
  await session.query(`ANALYZE ${lines}`);
  return { saved, lines };
}

/** Name of the temporary table with the outcomes of the lines of a table. */
export function outcomesOf(saved: Pick<SavedTable, 'file'>): string {
  return `pg_temp.${nameFor('outcomes', saved)}`;
}

export function nameFor(what: 'lines' | 'outcomes', { file }: Pick<SavedTable, 'file'>): string {
  return `roundtrip_${what}_${Number.parseInt(file, 10)}`;
}

function isDataException(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('22');
}

function unreadable({ file }: SavedTable, reason: string): UsageError {
  return new UsageError(`the server cannot read ${file} of the backup: ${reason}`, {
    remedy: 'Nothing was restored. Use another copy of the file.',
  });
}

/** Determines the outcome of each line; the table must be locked. */
export async function judgeLines(
  session: Session,
  staged: Lines & { readonly target: Target },
  overwritable: Overwritable,
): Promise<Staged> {
  const outcomes = outcomesOf(staged.saved);
  const initial = await readInitialValues(session, staged.target);
  const select = outcomesSql(staged, { overwritable, initial });
  await changeOwnObjects(
    session,
    `CREATE TEMPORARY TABLE ${nameFor('outcomes', staged.saved)} ON COMMIT DROP AS ${select}`,
  );
  await session.query(`UPDATE ${outcomes} AS f SET outcome = 'doubled' FROM (${doubledSql(outcomes)}) AS d
    WHERE f.n = d.n AND d.place_number > 1`);
  await changeOwnObjects(
    session,
    `CREATE UNIQUE INDEX ON ${outcomes} (outcome, step, n); ANALYZE ${outcomes}`,
  );
  return { ...staged, outcomes };
}

/**
 * Several lines can match one row, because the key may be one that the table did not have when the backup was
 * written.
 */
function doubledSql(outcomes: string): string {
  return `SELECT p.n, pg_catalog.row_number() OVER (PARTITION BY p.part, p.place ORDER BY p.n) AS place_number
    FROM ${outcomes} AS p WHERE p.place IS NOT NULL`;
}

function currentTexts(mapped: readonly Mapped[]): string {
  return arrayOf(mapped.map(({ column }) => printed(`t.${quoteIdentifier(column.name)}`)));
}

function savedTexts(mapped: readonly Mapped[]): string {
  return arrayOf(mapped.map(({ place }) => `s.c${place}`));
}

function arrayOf(items: readonly string[]): string {
  return `ARRAY[${items.join(', ')}]::pg_catalog.text[]`;
}

interface OutcomeContext {
  readonly overwritable: Overwritable;
  /** Values that the columns get where no statement sets them, as text, by name. */
  readonly initial: ReadonlyMap<string, string>;
}

/**
 * An existing row that differs from the backup is updated where it is provably in the state in which the
 * migrations or the rollback left it. Any other row was written since then, and is a conflict.
 */
function outcomesSql(
  { target, lines, existing }: Lines & { readonly target: Target },
  judging: OutcomeContext,
): string {
  const { relation, key, values, whole } = target;
  const table = quoteQualified(relation.schema, relation.name);
  return `
    WITH saved AS (SELECT s.n, ${savedTexts(key)} AS key, ${savedTexts(values)} AS texts FROM ${lines} AS s),
    here AS (SELECT t.ctid AS place, t.tableoid AS part, ${currentTexts(key)} AS key, ${currentTexts(values)} AS texts,
        ${untouched(judging.overwritable)} AS untouched
      FROM ${relation.kind === 'table' ? 'ONLY ' : ''}${table} AS t ${existing === 'ignored' ? 'WHERE false' : ''}),
    judged AS (SELECT s.n, t.place, t.part,
        CASE WHEN t.place IS NULL THEN ${whole ? "'insert'" : "'absent'"}
          WHEN t.texts = s.texts THEN 'same'
          WHEN t.untouched OR NOT (${written(target, judging)}) THEN 'update' ELSE 'conflict' END AS outcome
      FROM ${joined(target)})
    SELECT j.n, j.place, j.part, j.outcome, pg_catalog.row_number() OVER (PARTITION BY j.outcome ORDER BY j.n) AS step
    FROM judged AS j`;
}

/** Where several rows have the same key, the first line is matched with the first row, and so on. */
function joined({ uniqueness }: Target): string {
  if (uniqueness === 'unique') return 'saved AS s LEFT JOIN here AS t ON t.key = s.key';
  const numbered = (table: string, last: string) =>
    `(SELECT o.*, pg_catalog.row_number() OVER (PARTITION BY o.key ORDER BY o.texts, o.${last}) AS d FROM ${table} AS o)`;
  return `${numbered('saved', 'n')} AS s LEFT JOIN ${numbered('here', 'place')} AS t ON t.key = s.key AND t.d = s.d`;
}

/** Selects row versions that roundtrip's own transactions wrote, or that existed before the rollback. */
function untouched({ own, before }: Overwritable): string {
  if (own === 'all') return 'true';
  const ids = quoteLiteral(`{${own.join(',')}}`);
  const isOwn = `${catalogText('t.xmin')} = ANY (${ids}::pg_catalog.text[])`;
  if (before === undefined) return isOwn;
  return `(${isOwn} OR pg_catalog.age(t.xmin) > pg_catalog.age('${before}'::pg_catalog.xid))`;
}

/**
 * Selects rows where one of the differing values has been set since. In a column that was re-created, null and
 * the column's initial value count as not set, however recent the row version is.
 */
function written({ values, whole, came }: Target, { initial }: OutcomeContext): string {
  if (whole) return 'true';
  const set = values.map(({ column: { name } }, index) => {
    const [here, saved] = [`t.texts[${index + 1}]`, `s.texts[${index + 1}]`];
    const differs = `${here} IS DISTINCT FROM ${saved}`;
    if (!came.has(name)) return differs;
    const first = initial.get(name);
    return `${differs} AND ${here} IS NOT NULL AND ${here} IS DISTINCT FROM ${first === undefined ? 'NULL' : quoteLiteral(first)}`;
  });
  return set.length === 0 ? 'true' : set.map((one) => `(${one})`).join(' OR ');
}
