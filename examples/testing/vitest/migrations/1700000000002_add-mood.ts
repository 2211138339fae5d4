import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createType('mood', ['happy', 'sad']);
  pgm.addColumn('customers', { mood: { type: 'mood' } });
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumn('customers', 'mood');
  pgm.dropType('mood');
}
