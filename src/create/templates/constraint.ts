import type { Template } from '../template.js';

/** `NOT VALID` checks only new rows; validating reads the table without blocking writes. */
export const constraint: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';
const name = '${table}_${column}_check';

// Without a transaction: the lock of the first statement must not be held while the second one reads all rows.
export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  // A failed attempt leaves the constraint behind, not validated.
  pgm.dropConstraint(table, name, { ifExists: true });
  // NOT VALID checks only new rows, and holds its lock for an instant.
  pgm.sql(\`ALTER TABLE \${table} ADD CONSTRAINT \${name} CHECK (${column} <> '') NOT VALID\`);
  // Reads every row, but lets others write.
  pgm.sql(\`ALTER TABLE \${table} VALIDATE CONSTRAINT \${name}\`);
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropConstraint(table, name);
}
`;
