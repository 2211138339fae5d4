import type { Files } from './project.js';

/** A migration in TypeScript that creates a table and drops it. */
export function table(name: string): string {
  return `import type { MigrationBuilder } from 'node-pg-migrate';

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.createTable('${name}', { id: 'id', note: { type: 'text' } });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropTable('${name}');
}
`;
}

/** A migration in JavaScript with these statements. */
export function sql(up: string, down = 'SELECT 1'): string {
  return `export const up = (pgm) => { pgm.sql(${JSON.stringify(up)}); };
export const down = (pgm) => { pgm.sql(${JSON.stringify(down)}); };
`;
}

/** Three migrations that create one table each: alpha, beta, gamma. */
export const threeTables: Files = {
  'migrations/1_alpha.ts': table('alpha'),
  'migrations/2_beta.ts': table('beta'),
  'migrations/3_gamma.ts': table('gamma'),
};
