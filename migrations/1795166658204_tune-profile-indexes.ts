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

/** IF NOT EXISTS would keep what a build that failed left under the name, which is invalid. */
export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  const invalid = await findInvalidIndexes(pgm);
  for (const { table, columns, name } of [...redundant].reverse()) {
    if (invalid.includes(name)) {
      pgm.dropIndex(table, columns, { name, concurrently: true, ifExists: true });
    }
    pgm.createIndex(table, columns, { name, concurrently: true, ifNotExists: true });
  }
}

const findInvalid = `
SELECT index_class.relname AS name
FROM pg_catalog.pg_index AS index
JOIN pg_catalog.pg_class AS index_class ON index_class.oid = index.indexrelid
WHERE index.indrelid IN (
    pg_catalog.to_regclass('profile_privacy_settings'),
    pg_catalog.to_regclass('notification_preferences')
  )
  AND NOT index.indisvalid
  AND index_class.relname = ANY ($1)`;

async function findInvalidIndexes(pgm: MigrationBuilder): Promise<string[]> {
  const names = redundant.map(({ name }) => name);
  const { rows } = (await pgm.db.query(findInvalid, [names])) as { rows: { name: string }[] };
  return rows.map(({ name }) => name);
}
