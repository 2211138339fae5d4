import type { MigrationBuilder } from 'node-pg-migrate';

/**
 * Each repeats the leading columns of a UNIQUE constraint, whose index serves the same queries from as
 * many pages; what they cost is a quarter of every write (docs/indexes.md).
 */
const redundant = [
  {
    table: 'profile_privacy_settings',
    columns: ['user_id', 'field_name'],
    name: 'profile_privacy_settings_user_id_field_name_idx',
  },
  {
    table: 'notification_preferences',
    columns: ['user_id'],
    name: 'notification_preferences_user_id_idx',
  },
];

/** Concurrently, so that nobody waits; IF EXISTS, so that it can be run again when it failed half-way. */
export function up(pgm: MigrationBuilder): void {
  pgm.noTransaction();
  for (const { table, columns, name } of redundant) {
    pgm.dropIndex(table, columns, { name, concurrently: true, ifExists: true });
  }
}

/** What a build that failed left under the name is invalid, and goes first: IF NOT EXISTS would keep it. */
export function down(pgm: MigrationBuilder): void {
  pgm.noTransaction();
  for (const { table, columns, name } of [...redundant].reverse()) {
    pgm.dropIndex(table, columns, { name, concurrently: true, ifExists: true });
    pgm.createIndex(table, columns, { name, concurrently: true });
  }
}
