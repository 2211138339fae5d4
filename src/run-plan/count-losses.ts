import { sqlStateOf, sqlStates } from '../database/sqlstate.js';
import { catalogText } from '../database/text-conversion.js';
import type { Destroyed } from '../catalog/data/destroyed-data.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { readRestricted } from '../catalog/read/row-security.js';
import { withSavepoint, withTransaction } from '../database/transaction.js';
import type { LostValues, PlannedLoss } from './run-plan.js';

/** A policy that hides rows causes an error instead: the rollback would destroy hidden rows, too. */
const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL row_security = off';

/** Counts rows and non-null values that would be destroyed, all as of one moment. */
export function countLosses(session: Session, losses: readonly Destroyed[]): Promise<readonly PlannedLoss[]> {
  return withTransaction(
    session,
    async () => {
      const restricted = await readRestricted(
        session,
        losses.map(({ relation }) => relation.oid),
      );
      const counted: PlannedLoss[] = [];
      for (const loss of losses) counted.push(await countLoss(session, loss, restricted));
      return counted;
    },
    { begin },
  );
}

async function countLoss(
  session: Session,
  loss: Destroyed,
  restricted: ReadonlySet<string>,
): Promise<PlannedLoss> {
  const { schema, name, kind, oid } = loss.relation;
  if (kind === 'sequence')
    return { schema, name, what: 'sequence', rows: null, uncounted: null, columns: [] };
  const columns = columnsOf(loss);
  const counts = restricted.has(oid) ? 'row security' : await count(session, loss, columns);
  const what = loss.what === 'relation' ? 'table' : loss.what;
  const [rows, values] = typeof counts === 'string' ? [null, []] : [counts.rows, counts.values];
  return {
    schema,
    name,
    what,
    rows,
    uncounted: typeof counts === 'string' ? counts : null,
    columns: columns.map(({ name: column, type, newType }, index): LostValues => ({
      name: column,
      type,
      values: values[index] ?? null,
      newType: newType ?? null,
    })),
  };
}

interface ColumnAtRisk {
  readonly name: string;
  readonly type: string;
  readonly newType?: string | undefined;
}

/** In a dropped table, columns that are computed from others are not counted as losses. */
function columnsOf(loss: Destroyed): readonly ColumnAtRisk[] {
  switch (loss.what) {
    case 'relation':
      return loss.relation.columns
        .filter(({ generated }) => !generated)
        .map(({ name, type }) => ({ name, type }));
    case 'columns':
      return loss.columns;
    case 'rows':
      return [];
  }
}

async function count(
  session: Session,
  { relation: { schema, name, kind } }: Destroyed,
  columns: readonly ColumnAtRisk[],
): Promise<{ readonly rows: number; readonly values: readonly number[] } | 'locked'> {
  const counts = ['*', ...columns.map((column) => quoteIdentifier(column.name))].map((what) =>
    catalogText(`pg_catalog.count(${what})`),
  );
  const only = kind === 'partitioned table' ? '' : 'ONLY ';
  const count = async () => {
    const { rows } = await session.query<{ counts: readonly string[] }>(
      `SELECT ARRAY[${counts.join(', ')}] AS counts FROM ${only}${quoteQualified(schema, name)}`,
    );
    const [total = 0, ...values] = rows[0]?.counts.map(Number) ?? [];
    return { rows: total, values };
  };
  return withSavepoint(session, count, {
    name: 'roundtrip_count',
    recover: (error) => {
      if (sqlStateOf(error) !== sqlStates.lockNotAvailable) throw error;
      return 'locked' as const;
    },
  });
}
