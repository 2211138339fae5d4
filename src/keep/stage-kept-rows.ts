import type { StoredRelation } from '../catalog/data/stored-data.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { printed } from '../database/text-conversion.js';
import { nameFor, type Lines } from '../rollback/restore/staging-tables.js';
import { keptName } from './entries.js';
import type { JudgedValues } from './judge-values.js';
import type { KeptTable, NamedTwice } from './kept-entry.js';
import { rowsFrom } from './kept-form.js';
import { savedTableOf } from './saved-table.js';
import { keptText, sameKey } from './row-expressions.js';

/** Column of the lines with the ctid of the kept row. */
export const placeColumn = 'roundtrip_place';

export interface StagedKept extends Lines {
  readonly kept: KeptTable;
  readonly judged: JudgedValues | undefined;
}

/**
 * Copies kept rows into a temporary table of lines, as a backup file would be loaded. Values that others have changed
 * since are replaced by the present ones.
 */
export async function stageKeptRows(
  session: Session,
  kept: KeptTable,
  {
    judged,
    present,
  }: { readonly judged: JudgedValues | undefined; readonly present: StoredRelation | undefined },
): Promise<StagedKept> {
  const saved = savedTableOf(kept);
  const name = nameFor('lines', saved);
  const lines = `pg_temp.${name}`;
  const created = `CREATE TEMPORARY TABLE ${name} ON COMMIT DROP AS ${linesSql(kept, judged, present)}`;
  const { rowCount } = await changeOwnObjects(session, created);
  await session.query(`ANALYZE ${lines}`);
  const isKeyless = kept.what === 'rows' && kept.key.kind === 'whole row';
  const existing = isKeyless ? 'ignored' : 'compared';
  return { saved: { ...saved, rows: rowCount ?? 0 }, lines, existing, kept, judged };
}

function linesSql(
  kept: KeptTable,
  judged: JudgedValues | undefined,
  present: StoredRelation | undefined,
): string {
  const values = kept.columns.map(
    ({ name }, index) => `${valueSql(kept, name, { judged, present })} AS c${index + 1}`,
  );
  const list = [
    'pg_catalog.row_number() OVER () AS n',
    `k.ctid AS ${placeColumn}`,
    ...(values.length > 0 ? values : ['NULL::pg_catalog.text AS c0']),
  ];
  const states = judged ? `JOIN ${judged.states} AS s ON s.place = k.ctid AND s.state = 'restore'` : '';
  const current =
    judged && present
      ? `LEFT JOIN ${rowsFrom(present)} AS t ON ${sameKey(kept, judged.left.key.map(asBefore))}`
      : '';
  return `SELECT ${list.join(', ')} FROM ${keptName(kept)} AS k ${states} ${current}`;
}

/** The inverse step has given the columns their earlier names. */
function asBefore({ before }: NamedTwice): NamedTwice {
  return { before, after: before };
}

interface Judging {
  readonly judged: JudgedValues | undefined;
  readonly present: StoredRelation | undefined;
}

function valueSql(kept: KeptTable, name: string, { judged, present }: Judging): string {
  const own = keptText(kept, name);
  const place = judged?.left.values.findIndex(({ before }) => before === name) ?? -1;
  if (place < 0 || !present?.columns.some((column) => column.name === name)) return own;
  return `CASE WHEN s.same[${place + 1}] THEN ${own} ELSE ${printed(`t.${quoteIdentifier(name)}`)} END`;
}
