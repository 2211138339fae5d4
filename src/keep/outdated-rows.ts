import type { Session } from '../database/session.js';
import type { RejectedRows } from '../rollback/restore/restore-report.js';
import { keptName } from './entries.js';
import { keptText, textArray } from './row-expressions.js';
import type { StagedKept } from './stage-kept-rows.js';

const explained = {
  taken: { reason: 'conflict', message: 'another row now has the key of the deleted row' },
  absent: { reason: 'row-missing', message: 'the row with this key no longer exists' },
} as const;

/** Reads the kept rows that were not staged, because the table has changed since in a way that leaves no place for them. */
export async function readOutdated(
  session: Session,
  { kept, judged }: StagedKept,
): Promise<readonly RejectedRows[]> {
  if (!judged) return [];
  const names = judged.left.key.map(({ before }) => before);
  const { rows } = await session.query<{ state: keyof typeof explained; key: readonly string[] }>(
    `SELECT s.state, ${textArray(names.map((name) => keptText(kept, name)))} AS key
     FROM ${judged.states} AS s JOIN ${keptName(kept)} AS k ON k.ctid = s.place
     WHERE s.state IN ('taken', 'absent') ORDER BY k.ctid`,
  );
  return rows.map(({ state, key }): RejectedRows => {
    const row = Object.fromEntries(names.map((name, index) => [name, key[index] ?? null]));
    return { ...explained[state], row, rows: 1, sqlState: null };
  });
}

/** Counts the rows of which others have changed a value since. */
export async function countNewer(session: Session, { judged }: StagedKept): Promise<number> {
  if (!judged) return 0;
  const { rows } = await session.query<{ count: string }>(
    `SELECT pg_catalog.count(*) AS count FROM ${judged.states} AS s
     WHERE s.state = 'newer' OR s.state = 'restore' AND s.newer`,
  );
  return Number(rows[0]?.count ?? 0);
}
