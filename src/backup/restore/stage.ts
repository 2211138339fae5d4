import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import type { OpenBackup } from '../open-backup.js';
import type { SavedTable } from '../manifest.js';
import { printed } from './printed.js';
import { readDefaults } from './read-defaults.js';
import type { Mapped, Target } from './target.js';

/** Number of the transaction that applied the last of the backup's migrations; `undefined` where none is applied. */
export type Since = string | undefined;

/** What becomes of a line of the backup. */
export type Fate = 'insert' | 'update' | 'same' | 'conflict' | 'absent';

/** A table of the backup in a temporary table, each of its values as text, with the fate of each line. */
export interface Staged {
  readonly target: Target;
  /** Temporary table with the lines: their number `n`, and `c1`, `c2` and so on. */
  readonly lines: string;
  /** Temporary table with their fates: `n`, `fate`, `step` (from 1 within a fate), `place` and `part` of the row that is there. */
  readonly fates: string;
}

export interface Staging {
  readonly saved: SavedTable;
  readonly backup: OpenBackup;
  readonly target: Target;
  readonly since: Since;
}

/**
 * Reads a table of the backup into a temporary table, and finds out what becomes of each line.
 * Every column is text there, so that a value that does not fit any more stops nothing.
 */
export async function stage(session: Session, { saved, backup, target, since }: Staging): Promise<Staged> {
  const name = saved.file.replace(/\W/g, '_');
  const [lines, fates] = [`roundtrip_lines_${name}`, `roundtrip_fates_${name}`] as const;
  const columns = saved.columns.map((_, index) => `c${index + 1}`);
  await session.query(
    `CREATE TEMPORARY TABLE ${lines} (n pg_catalog.int8 GENERATED ALWAYS AS IDENTITY, ` +
      `${columns.map((column) => `${column} pg_catalog.text`).join(', ')}) ON COMMIT DROP`,
  );
  await session.copyFrom(`COPY pg_temp.${lines} (${columns.join(', ')}) FROM STDIN`, backup.read(saved));
  await session.query(`ANALYZE pg_temp.${lines}`);
  const defaults = await readDefaults(session, target);
  await session.query(
    `CREATE TEMPORARY TABLE ${fates} ON COMMIT DROP AS ${fatesSql(lines, target, { since, defaults })}`,
  );
  await session.query(`CREATE UNIQUE INDEX ON pg_temp.${fates} (fate, step); ANALYZE pg_temp.${fates}`);
  return { target, lines: `pg_temp.${lines}`, fates: `pg_temp.${fates}` };
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

interface Judging {
  readonly since: Since;
  /** What the columns hold where nobody has set them, as text, by name. */
  readonly defaults: ReadonlyMap<string, string>;
}

/**
 * A row that the backup knows otherwise was either made so by the migrations, and gives way, or
 * written since, and stays. The row versions tell: those of the migrations are not younger than
 * their rows in the migrations table.
 */
function fatesSql(lines: string, target: Target, judging: Judging): string {
  const { relation, key, values, whole } = target;
  const table = quoteQualified(relation.schema, relation.name);
  return `
    WITH saved AS (SELECT s.n, ${savedTexts(key)} AS key, ${savedTexts(values)} AS texts FROM pg_temp.${lines} AS s),
    here AS (SELECT t.ctid AS place, t.tableoid AS part, ${currentTexts(key)} AS key, ${currentTexts(values)} AS texts,
        ${young(target, judging)} AS young
      FROM ${relation.kind === 'table' ? 'ONLY ' : ''}${table} AS t),
    judged AS (SELECT s.n, t.place, t.part,
        CASE WHEN t.place IS NULL THEN ${whole ? "'insert'" : "'absent'"}
          WHEN t.texts = s.texts THEN 'same' WHEN t.young THEN 'conflict' ELSE 'update' END AS fate
      FROM ${joined(target)})
    SELECT j.n, j.place, j.part, j.fate, pg_catalog.row_number() OVER (PARTITION BY j.fate ORDER BY j.n) AS step
    FROM judged AS j`;
}

/** Where several rows have the same key, the first line goes with the first row, and so on. */
function joined({ uniqueness }: Target): string {
  if (uniqueness === 'unique') return 'saved AS s LEFT JOIN here AS t ON t.key = s.key';
  const numbered = (table: string, last: string) =>
    `(SELECT o.*, pg_catalog.row_number() OVER (PARTITION BY o.key ORDER BY o.texts, o.${last}) AS d FROM ${table} AS o)`;
  return `${numbered('saved', 'n')} AS s LEFT JOIN ${numbered('here', 'place')} AS t ON t.key = s.key AND t.d = s.d`;
}

/**
 * Where none of the migrations is applied, everything counts as written since. In columns that came
 * back, a value that is null or the default is one that nobody has set, however young its row.
 */
function young({ values, whole }: Target, { since, defaults }: Judging): string {
  const written =
    since === undefined ? 'true' : `pg_catalog.age(t.xmin) < pg_catalog.age('${since}'::pg_catalog.xid)`;
  if (whole) return written;
  const set = values.map(({ column: { name } }) => {
    const current = printed(`t.${quoteIdentifier(name)}`);
    const initial = defaults.get(name);
    return `${current} IS NOT NULL AND ${current} IS DISTINCT FROM ${initial === undefined ? 'NULL' : quoteLiteral(initial)}`;
  });
  return `${written} AND (${set.map((one) => `(${one})`).join(' OR ')})`;
}
