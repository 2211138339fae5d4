import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createTable('customers', {
    id: 'id',
    email: { type: 'text', notNull: true, unique: true },
  });
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable('customers');
}
