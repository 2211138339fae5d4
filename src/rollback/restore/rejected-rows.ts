import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';
import type { Reason, Refusals } from './refused.js';
import type { Misfit } from './restore-report.js';
import type { Staged } from './staging-tables.js';

const fated = {
  conflict: {
    reason: 'conflict',
    message: 'the row has other values, and is not shown to be as the migrations left it',
  },
  absent: { reason: 'row-missing', message: 'there is no row with this key any more' },
  doubled: { reason: 'conflict', message: 'another row of the backup has the same key now' },
} as const;

/** All rows that did not go back, in the order of the backup; those that were refused together come first. */
export async function readMisfits(
  session: Session,
  staged: Staged,
  { lines, together }: Refusals,
): Promise<readonly Misfit[]> {
  const { target, fates } = staged;
  const { rows } = await session.query<{ n: string; fate: string; key: readonly (string | null)[] }>(
    `SELECT ${catalogText('f.n')} AS n, f.fate,
       ARRAY[${target.key.map(({ place }) => `l.c${place}`).join(', ')}]::pg_catalog.text[] AS key
     FROM ${fates} AS f JOIN ${staged.lines} AS l ON l.n = f.n
     WHERE f.fate IN ('conflict', 'absent', 'doubled') OR f.n = ANY ($1::pg_catalog.int8[]) ORDER BY f.n`,
    [[...lines.keys()]],
  );
  const names = target.key.map(({ column }) => column.name);
  const single = rows.map(({ n, fate, key }): Misfit => {
    const row = Object.fromEntries(names.map((name, index) => [name, key[index] ?? null]));
    const reason = lines.get(n);
    if (reason) return { ...misfitOf(reason), row, rows: 1 };
    return { ...fated[fate as keyof typeof fated], row, rows: 1, sqlState: null };
  });
  const all = together.filter(({ rows: count }) => count > 0);
  return [...all.map((one): Misfit => ({ ...misfitOf(one), row: null, rows: one.rows })), ...single];
}

function misfitOf({ message, sqlState }: Reason): Pick<Misfit, 'reason' | 'message' | 'sqlState'> {
  return { reason: reasonFor(sqlState), message, sqlState };
}

function reasonFor(sqlState: string | null): Misfit['reason'] {
  if (sqlState === null || sqlState.startsWith('22')) return 'value';
  return sqlState.startsWith('23') ? 'constraint' : 'other';
}
