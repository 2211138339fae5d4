import type { Template } from '../template.js';

/** Blocks writes to the table while it builds: for small tables. */
export const index: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const name = '${table}_${column}_idx';

// Blocks writes to the table while it builds; for a large one use --kind index-concurrently.
export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.createIndex('${table}', '${column}', { name });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropIndex('${table}', '${column}', { name });
}
`;
