import type { Template } from '../template.js';

/** Values of an enum can be added but never removed, so both directions swap the whole type. */
export const enumSwap: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';
const column = '${column}';
const type = '${table}_${column}';
const before = ['draft', 'published'];
const after = ['draft', 'published', 'archived'];

// PostgreSQL cannot remove a value from an enum: the type is replaced by one with other values.
// The table is rewritten under an exclusive lock.
function swap(pgm: MigrationBuilder, values: string[]): void {
  pgm.alterColumn(table, column, { default: null });
  pgm.renameType(type, \`\${type}_old\`);
  pgm.createType(type, values);
  pgm.alterColumn(table, column, { type, using: \`\${column}::text::\${type}\` });
  pgm.alterColumn(table, column, { default: 'draft' });
  pgm.dropType(\`\${type}_old\`);
}

export async function up(pgm: MigrationBuilder): Promise<void> {
  swap(pgm, after);
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  // Rows with the removed value need another one; their original value is not known.
  pgm.sql(\`UPDATE \${table} SET \${column} = 'published' WHERE \${column} = 'archived'\`);
  swap(pgm, before);
}
`;
