import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';
import type { Reason, Refusals } from './refusals.js';
import type { RejectedRows } from './restore-report.js';
import type { Staged } from './staging-tables.js';

const decided = {
  conflict: {
    reason: 'conflict',
    message: 'the row has other values, which may not come from the migrations',
  },
  absent: { reason: 'row-missing', message: 'the row with this key no longer exists' },
  doubled: { reason: 'conflict', message: 'another row of the backup now has the same key' },
} as const;

/** Reads all rows that were not restored, in the order of the backup; rows that were rejected together come first. */
export async function readRejectedRows(
  session: Session,
  staged: Staged,
  { lines, together }: Refusals,
): Promise<readonly RejectedRows[]> {
  const { target, outcomes } = staged;
  const { rows } = await session.query<{ n: string; outcome: string; key: readonly (string | null)[] }>(
    `SELECT ${catalogText('f.n')} AS n, f.outcome,
       ARRAY[${target.key.map(({ place }) => `l.c${place}`).join(', ')}]::pg_catalog.text[] AS key
     FROM ${outcomes} AS f JOIN ${staged.lines} AS l ON l.n = f.n
     WHERE f.outcome IN ('conflict', 'absent', 'doubled') OR f.n = ANY ($1::pg_catalog.int8[]) ORDER BY f.n`,
    [[...lines.keys()]],
  );
  const names = target.key.map(({ column }) => column.name);
  const single = rows.map(({ n, outcome, key }): RejectedRows => {
    const row = Object.fromEntries(names.map((name, index) => [name, key[index] ?? null]));
    const reason = lines.get(n);
    if (reason) return { ...rejectedRowsOf(reason), row, rows: 1 };
    return { ...decided[outcome as keyof typeof decided], row, rows: 1, sqlState: null };
  });
  const all = together.filter(({ rows: count }) => count > 0);
  return [
    ...all.map((one): RejectedRows => ({ ...rejectedRowsOf(one), row: null, rows: one.rows })),
    ...single,
  ];
}

function rejectedRowsOf({
  message,
  sqlState,
}: Reason): Pick<RejectedRows, 'reason' | 'message' | 'sqlState'> {
  return { reason: reasonFor(sqlState), message, sqlState };
}

function reasonFor(sqlState: string | null): RejectedRows['reason'] {
  if (sqlState === null || sqlState.startsWith('22')) return 'value';
  return sqlState.startsWith('23') ? 'constraint' : 'other';
}
