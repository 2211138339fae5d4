import { changeOwnObjects } from '../database/own-objects.js';
import type { Session } from '../database/session.js';
import type { RejectedRows } from '../rollback/restore/restore-report.js';
import { outcomesOf } from '../rollback/restore/staging-tables.js';
import { copyBytes } from './copy-rows.js';
import { dropKeptTables, keptName } from './entries.js';
import type { KeptTable } from './kept-entry.js';
import { placeColumn, type StagedKept } from './stage-kept-rows.js';

/**
 * Reduces a kept table to the rows that were not restored, and drops it where all were. Returns `undefined` where
 * nothing is left.
 */
export async function keepLeftovers(
  session: Session,
  staged: StagedKept,
  misfits: readonly RejectedRows[],
): Promise<KeptTable | undefined> {
  const { kept } = staged;
  if (misfits.length === 0) {
    await dropKeptTables(session, [kept]);
    return undefined;
  }
  // A missing table or column concerns every row.
  if (misfits.some(concernsTable)) return kept;
  const relation = nextName(kept);
  const { rowCount } = await changeOwnObjects(
    session,
    `CREATE TABLE ${keptName({ relation })} AS SELECT k.* FROM ${keptName(kept)} AS k WHERE ${leftSql(staged)}`,
  );
  await dropKeptTables(session, [kept]);
  return { ...kept, how: 'copied', relation, rows: rowCount ?? 0, bytes: await copyBytes(session, relation) };
}

function concernsTable({ reason, row, sqlState }: RejectedRows): boolean {
  return wholeTable.has(reason) || (reason === 'other' && row === null && sqlState === null);
}

const wholeTable: ReadonlySet<RejectedRows['reason']> = new Set([
  'table-missing',
  'column-missing',
  'key-missing',
]);

/** `k3_1` becomes `k3_101`: both names exist for a moment. */
function nextName({ relation }: KeptTable): string {
  const [entry = '', table = ''] = relation.split('_');
  return `${entry}_${Number(table) + 100}`;
}

function leftSql({ saved, lines, judged }: StagedKept): string {
  const rejected = `k.ctid IN (SELECT l.${placeColumn} FROM ${lines} AS l JOIN ${outcomesOf(saved)} AS f ON f.n = l.n
    WHERE f.outcome IN ('refused', 'absent', 'doubled', 'conflict'))`;
  if (!judged) return rejected;
  return `${rejected} OR k.ctid IN (SELECT s.place FROM ${judged.states} AS s WHERE s.state IN ('taken', 'absent'))`;
}
