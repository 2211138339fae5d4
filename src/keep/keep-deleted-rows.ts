import type { StoredRelation } from '../catalog/data/stored-data.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { printed } from '../database/text-conversion.js';
import { RefusedError } from '../errors.js';
import { copyBytes } from './copy-rows.js';
import { dropKeptTables, keptName } from './entries.js';
import type { KeptTable } from './kept-entry.js';
import { rowsFrom } from './kept-form.js';
import { keptText, textArray } from './row-expressions.js';

export interface KeylessRows {
  readonly kept: KeptTable;
  readonly before: StoredRelation;
  readonly after: StoredRelation;
  /** Name of the kept table that takes the place of `kept`. */
  readonly relation: string;
}

/**
 * Reduces the copy of a table without a key to the rows that the step deleted. Of several equal rows, as many remain
 * kept as are missing. Returns `undefined` where no row was deleted.
 * @throws RefusedError where the step also updated or inserted rows: nothing shows which row an updated one was
 */
export async function keepDeletedRows(
  session: Session,
  { kept, before, after, relation }: KeylessRows,
): Promise<KeptTable | undefined> {
  const names = kept.columns.map(({ name }) => name);
  const there = names.every((name) => isSameColumn(name, before, after));
  const [now, then] = [presentCounts(names, after), keptCounts(kept, names)];
  if (!there || (await hasMore(session, now, then))) throw keylessError(kept);
  const { rowCount } = await changeOwnObjects(
    session,
    `CREATE TABLE ${keptName({ relation })} AS SELECT ${names.map((name) => `k.${quoteIdentifier(name)}`).join(', ')}
     FROM (SELECT k.*, ${textsOf(kept, names)} AS roundtrip_texts, pg_catalog.row_number() OVER (
         PARTITION BY ${textsOf(kept, names)}) AS roundtrip_number FROM ${keptName(kept)} AS k) AS k
       LEFT JOIN (${now}) AS n ON n.texts = k.roundtrip_texts
     WHERE k.roundtrip_number > coalesce(n.rows, 0)`,
  );
  await dropKeptTables(session, [kept]);
  const reduced = { ...kept, relation, rows: rowCount ?? 0 };
  if (reduced.rows > 0) return { ...reduced, bytes: await copyBytes(session, relation) };
  await dropKeptTables(session, [reduced]);
  return undefined;
}

function isSameColumn(name: string, before: StoredRelation, after: StoredRelation): boolean {
  const number = before.columns.find((column) => column.name === name)?.number;
  return after.columns.some((column) => column.name === name && column.number === number);
}

function textsOf(kept: KeptTable, names: readonly string[]): string {
  return textArray(names.map((name) => keptText(kept, name)));
}

function keptCounts(kept: KeptTable, names: readonly string[]): string {
  return `SELECT ${textsOf(kept, names)} AS texts, pg_catalog.count(*) AS rows FROM ${keptName(kept)} AS k GROUP BY 1`;
}

function presentCounts(names: readonly string[], after: StoredRelation): string {
  const texts = textArray(names.map((name) => printed(`t.${quoteIdentifier(name)}`)));
  return `SELECT ${texts} AS texts, pg_catalog.count(*) AS rows FROM ${rowsFrom(after)} AS t GROUP BY 1`;
}

async function hasMore(session: Session, now: string, then: string): Promise<boolean> {
  const { rows } = await session.query(
    `SELECT FROM (${now}) AS n LEFT JOIN (${then}) AS b ON b.texts = n.texts WHERE n.rows > coalesce(b.rows, 0) LIMIT 1`,
  );
  return rows.length > 0;
}

function keylessError({ schema, name }: KeptTable): RefusedError {
  return new RefusedError(
    `the step changes rows of ${schema}.${name}, which has no key: nothing would show later which rows they were`,
    {
      remedy:
        'Nothing was changed. Give the table a primary key, or a unique index on columns that are not null. To save the ' +
        'rows without restoring them automatically: down --backup FILE, or a dump.',
    },
  );
}
