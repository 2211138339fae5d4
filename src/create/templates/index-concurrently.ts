import type { Template } from '../template.js';

/**
 * A concurrent build that fails leaves an INVALID index behind, which `IF NOT EXISTS` would accept; so the
 * index is dropped first.
 */
export const indexConcurrently: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const name = '${table}_${column}_idx';

// The only change of its migration: without a transaction, a failure undoes nothing.
export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  // A failed build leaves an invalid index of this name behind.
  pgm.dropIndex('${table}', '${column}', { name, ifExists: true, concurrently: true });
  pgm.createIndex('${table}', '${column}', { name, concurrently: true });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  pgm.dropIndex('${table}', '${column}', { name, ifExists: true, concurrently: true });
}
`;
