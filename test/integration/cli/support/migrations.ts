import type { Files } from './project.js';

/** A migration, in TypeScript, that makes one table and drops it again. */
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

/** A migration of the statements given. */
export function sql(up: string, down = 'SELECT 1'): string {
  return `export const up = (pgm) => { pgm.sql(${JSON.stringify(up)}); };
export const down = (pgm) => { pgm.sql(${JSON.stringify(down)}); };
`;
}

/** Three tables by three migrations: alpha, beta, gamma. */
export const threeTables: Files = {
  'migrations/1_alpha.ts': table('alpha'),
  'migrations/2_beta.ts': table('beta'),
  'migrations/3_gamma.ts': table('gamma'),
};
