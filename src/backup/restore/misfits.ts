import type { Session } from '../../database/session.js';
import { quoteIdentifier } from '../../database/quote.js';
import type { Refused } from './apply.js';
import type { Misfit } from './restore-report.js';
import type { Staged } from './stage.js';

type Row = Readonly<Record<string, string | null>>;

const fated = {
  conflict: 'the row was written since the migrations were applied, with other values',
  absent: 'there is no row with this key any more',
} as const;

/** All rows that did not go back, in the order of the backup. */
export async function readMisfits(
  session: Session,
  staged: Staged,
  refused: readonly Refused[],
): Promise<readonly Misfit[]> {
  const byLine = new Map(refused.map((one) => [one.n, one]));
  const rows = await session.query<{ n: string; fate: string; key: Row }>(
    `SELECT f.n::pg_catalog.text AS n, f.fate, ${keyObject(staged)} AS key
     FROM ${staged.fates} AS f JOIN ${staged.lines} AS l ON l.n = f.n
     WHERE f.fate IN ('conflict', 'absent') OR f.n = ANY ($1::pg_catalog.int8[]) ORDER BY f.n`,
    [[...byLine.keys()]],
  );
  return rows.rows.map(({ n, fate, key }) => {
    const one = byLine.get(n);
    return one ? refusedMisfit(one, key) : fatedMisfit(fate, key);
  });
}

function keyObject({ target: { key } }: Staged): string {
  const columns = key.map(({ place, column }) => `l.c${place} AS ${quoteIdentifier(column.name)}`);
  return `(SELECT pg_catalog.row_to_json(k) FROM (SELECT ${columns.join(', ')}) AS k)`;
}

function fatedMisfit(fate: string, row: Row): Misfit {
  return fate === 'conflict'
    ? { reason: 'conflict', row, rows: 1, message: fated.conflict, sqlState: null }
    : { reason: 'row-missing', row, rows: 1, message: fated.absent, sqlState: null };
}

function refusedMisfit({ error: { code, message } }: Refused, row: Row): Misfit {
  const reason = code.startsWith('23') ? 'constraint' : code.startsWith('22') ? 'value' : 'other';
  return { reason, row, rows: 1, message, sqlState: code };
}
