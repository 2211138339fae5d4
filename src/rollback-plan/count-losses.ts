import type { Destroyed } from '../catalog/destroyed-data.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import type { LostValues, PlannedLoss } from './rollback-plan.js';

/** A policy that hides rows makes an error instead: what is hidden would be destroyed all the same. */
const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL row_security = off';

/** Counts rows and non-null values that would be destroyed, all as of one moment. */
export function countLosses(session: Session, losses: readonly Destroyed[]): Promise<readonly PlannedLoss[]> {
  return withTransaction(
    session,
    async () => {
      const counted: PlannedLoss[] = [];
      for (const loss of losses) counted.push(await countLoss(session, loss));
      return counted;
    },
    { begin },
  );
}

async function countLoss(session: Session, loss: Destroyed): Promise<PlannedLoss> {
  const { schema, name, kind } = loss.relation;
  if (kind === 'sequence') return { schema, name, what: 'sequence', rows: null, columns: [] };
  const columns = columnsOf(loss);
  const counts = await count(session, loss, columns);
  const what = loss.what === 'relation' ? 'table' : loss.what;
  const values = columns.map(({ name: column, newType }, index): LostValues => ({
    name: column,
    values: counts?.[index + 1] ?? null,
    newType: newType ?? null,
  }));
  return { schema, name, what, rows: counts?.[0] ?? null, columns: values };
}

interface ColumnAtRisk {
  readonly name: string;
  readonly newType?: string | undefined;
}

/** Of a table that goes, what is computed from other columns is no loss. */
function columnsOf(loss: Destroyed): readonly ColumnAtRisk[] {
  switch (loss.what) {
    case 'relation':
      return loss.relation.columns.filter(({ generated }) => !generated).map(({ name }) => ({ name }));
    case 'columns':
      return loss.columns;
    case 'rows':
      return [];
  }
}

/** SQLSTATE lock_not_available (manual, appendix A). */
const lockNotAvailable = '55P03';

/** `undefined` where others have locked the table. */
async function count(
  session: Session,
  { relation: { schema, name, kind } }: Destroyed,
  columns: readonly ColumnAtRisk[],
): Promise<readonly number[] | undefined> {
  const counts = ['*', ...columns.map((column) => quoteIdentifier(column.name))].map(
    (what) => `pg_catalog.count(${what})`,
  );
  const only = kind === 'partitioned table' ? '' : 'ONLY ';
  await session.query('SAVEPOINT roundtrip_count');
  try {
    const { rows } = await session.query<{ counts: readonly string[] }>(
      `SELECT ARRAY[${counts.join(', ')}]::pg_catalog.text[] AS counts FROM ${only}${quoteQualified(schema, name)}`,
    );
    await session.query('RELEASE SAVEPOINT roundtrip_count');
    return rows[0]?.counts.map(Number);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === lockNotAvailable)) throw error;
    await session.query('ROLLBACK TO SAVEPOINT roundtrip_count; RELEASE SAVEPOINT roundtrip_count');
    return undefined;
  }
}
