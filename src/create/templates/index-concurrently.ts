import type { Template } from '../template.js';

/**
 * A concurrent build that fails leaves an INVALID index behind, which `IF NOT EXISTS` would take
 * for done; so whatever has the name goes first.
 */
export const indexConcurrently: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const name = '${table}_${column}_idx';

// Alone in its migration: without a transaction nothing is undone when a statement fails.
export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  // A build that failed leaves an invalid index of this name.
  pgm.dropIndex('${table}', '${column}', { name, ifExists: true, concurrently: true });
  pgm.createIndex('${table}', '${column}', { name, concurrently: true });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  pgm.dropIndex('${table}', '${column}', { name, ifExists: true, concurrently: true });
}
`;
