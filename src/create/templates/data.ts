import type { Template } from '../template.js';

/** Keeps overwritten values in a table until the migration no longer needs to be rolled back. */
export const data: Template = ({ table, column }) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';
const column = '${column}';
const kept = '${table}_${column}_before';

export async function up(pgm: MigrationBuilder): Promise<void> {
  // Keeps a copy of the overwritten values for down; a later migration drops the copy.
  pgm.sql(\`CREATE TABLE \${kept} AS SELECT id, \${column} FROM \${table} WHERE \${column} IS DISTINCT FROM lower(\${column})\`);
  pgm.sql(\`ALTER TABLE \${kept} ADD PRIMARY KEY (id)\`);
  pgm.sql(\`UPDATE \${table} t SET \${column} = lower(t.\${column}) FROM \${kept} k WHERE k.id = t.id\`);
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.sql(\`UPDATE \${table} t SET \${column} = k.\${column} FROM \${kept} k WHERE k.id = t.id\`);
  pgm.dropTable(kept);
}
`;
