import type { Template } from '../template.js';

/** `NOT VALID` checks new rows at once; validating reads the table without blocking writes. */
export const constraint: Template = ({
  table,
  column,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';
const name = '${table}_${column}_check';

export async function up(pgm: MigrationBuilder): Promise<void> {
  // NOT VALID takes its lock for an instant only; VALIDATE reads every row, but lets others write.
  pgm.sql(\`ALTER TABLE \${table} ADD CONSTRAINT \${name} CHECK (${column} <> '') NOT VALID\`);
  pgm.sql(\`ALTER TABLE \${table} VALIDATE CONSTRAINT \${name}\`);
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropConstraint(table, name);
}
`;
