import { changesRows } from '../sql-text/row-changes.js';
import type { PlannedMigration, RowChange } from './run-plan.js';

/** Finds statements that change rows, according to their text; functions that they call may change rows, too. */
export function findRowChanges(migrations: readonly PlannedMigration[]): readonly RowChange[] {
  return migrations.flatMap(({ name, statements }) =>
    statements.filter(changesRows).map((statement) => ({ migration: name, statement: statement.trim() })),
  );
}
