import type { StoredRelation } from '../catalog/data/stored-data.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { keptName } from './entries.js';
import { afterColumn, type KeptTable, type LeftTable } from './kept-entry.js';
import { rowsFrom } from './kept-form.js';
import { keptTexts, presentTexts, sameKey } from './row-expressions.js';

/**
 * What may be restored of each kept row, judged before the inverse step runs, in a temporary table with the columns:
 * `place` (ctid of the kept row), `state`, `newer` (whether others have changed a value that the step had changed), and
 * `same` (for each value, whether it is as the step left it).
 *
 * - `restore`: at least one value is as the step left it, or the row is still deleted
 * - `newer`: others have changed all values since, and theirs are kept
 * - `taken`: the step deleted the row, and others have inserted one with its key
 * - `absent`: others have deleted the row
 */
export type RowState = 'restore' | 'newer' | 'taken' | 'absent';

export interface JudgedValues {
  readonly kept: KeptTable;
  readonly left: LeftTable;
  /** Name of the temporary table, qualified. */
  readonly states: string;
}

/**
 * Judges the rows of a table that the step changed, and locks it against writing until the end of the transaction.
 * Returns `undefined` where nothing can have become newer: a dropped table or column has no values.
 */
export async function judgeValues(
  session: Session,
  kept: KeptTable,
  relations: readonly StoredRelation[],
): Promise<JudgedValues | undefined> {
  const { left } = kept;
  const present = left && findTable(left, relations);
  if (!left || !present) return undefined;
  await session.query(`LOCK TABLE ${quoteQualified(left.schema, left.name)} IN SHARE ROW EXCLUSIVE MODE`);
  const name = `roundtrip_states_${kept.relation}`;
  await changeOwnObjects(
    session,
    `CREATE TEMPORARY TABLE ${name} ON COMMIT DROP AS ${statesSql(kept, left, present)}`,
  );
  return { kept, left, states: `pg_temp.${name}` };
}

/** Returns `undefined` where columns that are needed were dropped or renamed since. */
function findTable(
  { schema, name, key, values }: LeftTable,
  relations: readonly StoredRelation[],
): StoredRelation | undefined {
  const found = relations.find(
    (one) => one.kind !== 'sequence' && one.schema === schema && one.name === name,
  );
  const names = found?.columns.map((column) => column.name) ?? [];
  return [...key, ...values].every(({ after }) => names.includes(after)) ? found : undefined;
}

function statesSql(kept: KeptTable, left: LeftTable, present: StoredRelation): string {
  const places = left.values.map((_, index) => index + 1);
  const same = places.map((at) => `c.now[${at}] IS NOT DISTINCT FROM c.${afterColumn}[${at}]`);
  // Only values that the step changed are restored, and only these can be newer.
  const changed = places.map((at) => `c.earlier[${at}] IS DISTINCT FROM c.${afterColumn}[${at}]`);
  const restorable = places.map((_, index) => `(${changed[index]} AND ${same[index]})`);
  const newer = places.map((_, index) => `(${changed[index]} AND NOT ${same[index]})`);
  // Values that the step dropped are restored whatever happened to the others.
  const some = hasDropped(kept, left) ? 'true' : ['false', ...restorable].join(' OR ');
  return `
    SELECT c.place, ARRAY[${same.join(', ')}]::pg_catalog.bool[] AS same,
      c.${afterColumn} IS NOT NULL AND (${['false', ...newer].join(' OR ')}) AS newer,
      CASE WHEN c.${afterColumn} IS NULL THEN CASE WHEN c.there THEN 'taken' ELSE 'restore' END
        WHEN NOT c.there THEN 'absent' WHEN ${some} THEN 'restore' ELSE 'newer' END AS state
    FROM (
      SELECT k.ctid AS place, k.${afterColumn}, t.ctid IS NOT NULL AS there, ${keptTexts(kept, left.values)} AS earlier,
        ${presentTexts(left.values)} AS now
      FROM ${keptName(kept)} AS k LEFT JOIN ${rowsFrom(present)} AS t ON ${sameKey(kept, left.key)}) AS c`;
}

function hasDropped({ what, values }: KeptTable, left: LeftTable): boolean {
  const remaining = [...left.values, ...left.key].map(({ before }) => before);
  return what === 'columns' && values.some((name) => !remaining.includes(name));
}
