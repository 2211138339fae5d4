import { catalogText } from '../database/text-conversion.js';
import { DatabaseError } from '../errors.js';
import type { Session } from '../database/session.js';
import type { Step } from '../migrations/step.js';
import { concernsIndexes, indexesNamedIn } from '../sql-text/indexes.js';

export interface InvalidIndex {
  readonly oid: string;
  /** Qualified and quoted. */
  readonly name: string;
  /** Without the schema, not quoted. */
  readonly bareName: string;
}

/**
 * Invalid indexes left by failed concurrent builds (manual, CREATE INDEX). Excludes partitioned indexes, which
 * are invalid on purpose until all their partitions are attached, and indexes that are being built.
 */
const INVALID = `
  SELECT ${catalogText('c.oid')} AS oid, c.relname::pg_catalog.text AS "bareName",
         pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname <> 'pg_toast'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p WHERE p.index_relid = c.oid)
  ORDER BY 3`;

export async function readInvalidIndexes(session: Session): Promise<readonly InvalidIndex[]> {
  return (await session.query<InvalidIndex>(INVALID)).rows;
}

/**
 * Returns the invalid indexes that are new, or whose names the statements create or skip because of IF NOT
 * EXISTS.
 */
export function concerned(
  invalid: readonly InvalidIndex[],
  { before, statements }: { readonly before: ReadonlySet<string>; readonly statements: readonly string[] },
): readonly InvalidIndex[] {
  const named = indexesNamedIn(statements);
  return invalid.filter(({ oid, bareName }) => !before.has(oid) || named.has(bareName));
}

export interface IndexCheck {
  /** OIDs of the indexes that were invalid before; `undefined` where the step cannot leave new ones. */
  readonly before: ReadonlySet<string> | undefined;
  readonly statements: readonly string[];
}

/**
 * Must be called before a step is recorded, and after each statement that takes effect on its own: an invalid
 * index neither enforces uniqueness nor speeds up queries.
 * @throws DatabaseError naming those that the statements left or refer to
 */
export async function assertNoInvalidIndexes(
  session: Session,
  step: Step,
  { before, statements }: IndexCheck,
): Promise<void> {
  if (!before && !statements.some(concernsIndexes)) return;
  const invalid = await readInvalidIndexes(session);
  const known = before ?? new Set(invalid.map(({ oid }) => oid));
  const indexes = concerned(invalid, { before: known, statements });
  if (indexes.length > 0) throw invalidIndexError(step, indexes);
}

function invalidIndexError(
  { migration: { name }, direction }: Step,
  indexes: readonly InvalidIndex[],
): DatabaseError {
  const names = indexes.map((index) => index.name).join(', ');
  const drops = indexes.map((index) => `DROP INDEX CONCURRENTLY ${index.name};`).join(' ');
  return new DatabaseError(`the ${direction} of ${name} found an INVALID index: ${names}`, {
    remedy:
      'A failed concurrent build left it behind, and IF NOT EXISTS skips it. ' +
      `The migration was not recorded. Drop it and run again: ${drops} ` +
      'If earlier statements have taken effect, continue with --resume.',
  });
}
