import type { Template } from '../template.js';

/** Dropping the table drops its indexes, constraints, comments and identity, too. */
export const table: Template = ({ table }) => `import type { MigrationBuilder } from 'node-pg-migrate';

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.createTable('${table}', {
    id: { type: 'bigint', primaryKey: true, sequenceGenerated: { precedence: 'ALWAYS' } },
    name: { type: 'text', notNull: true },
    created_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
    updated_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
  });
  pgm.createIndex('${table}', 'created_at', { name: '${table}_created_at_idx' });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropTable('${table}');
}
`;
