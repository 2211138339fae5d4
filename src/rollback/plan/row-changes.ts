import { changesRows } from '../../sql-text/row-changes.js';
import type { PlannedMigration, RowChange } from './rollback-plan.js';

/** Statements that change rows as far as their text tells; what they call may do so as well. */
export function findRowChanges(migrations: readonly PlannedMigration[]): readonly RowChange[] {
  return migrations.flatMap(({ name, statements }) =>
    statements.filter(changesRows).map((statement) => ({ migration: name, statement: statement.trim() })),
  );
}
