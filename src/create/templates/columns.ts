import type { Template } from '../template.js';

/** Columns go to the end of the table, so that dropping them restores the order, too. */
export const columns: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';

export async function up(pgm: MigrationBuilder): Promise<void> {
  // A constant default costs no rewrite; a volatile one (random(), clock_timestamp()) rewrites every row under lock.
  pgm.addColumns(table, {
    ${column}: { type: 'text' },
    ${column}_updated_at: { type: 'timestamptz' },
  });
}

// Destroys the values of both columns.
export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropColumns(table, ['${column}', '${column}_updated_at']);
}
`;
