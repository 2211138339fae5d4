import type { MigrationBuilder } from 'node-pg-migrate';

const notDeleted = 'users_deleted_at_idx';
const deletionRequested = 'users_deletion_requested_at_idx';

/** What a concurrent build that failed leaves behind, under the name that it was to have. */
const findInvalid = `
SELECT index_class.relname AS name
FROM pg_catalog.pg_index AS index
JOIN pg_catalog.pg_class AS index_class ON index_class.oid = index.indexrelid
WHERE index.indrelid = pg_catalog.to_regclass('users')
  AND NOT index.indisvalid
  AND index_class.relname = ANY ($1)
ORDER BY index_class.relname`;

/**
 * Built concurrently, so that a large `users` stays writable meanwhile; hence outside a transaction,
 * and hence able to fail half-way. Both directions can simply be run again.
 */
export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  // IF NOT EXISTS would keep an invalid index, which serves no query and yet slows down every write.
  for (const index of await findInvalidIndexes(pgm)) {
    pgm.dropIndex('users', [], { name: index, concurrently: true, ifExists: true });
  }
  pgm.createIndex('users', 'deleted_at', {
    name: notDeleted,
    where: 'deleted_at IS NULL',
    concurrently: true,
    ifNotExists: true,
  });
  pgm.createIndex('users', 'deletion_requested_at', {
    name: deletionRequested,
    where: 'deletion_requested_at IS NOT NULL',
    concurrently: true,
    ifNotExists: true,
  });
}

/** IF EXISTS, because one of the two may be gone when the other's drop fails and `down` is run again. */
export function down(pgm: MigrationBuilder): void {
  pgm.noTransaction();
  pgm.dropIndex('users', [], { name: deletionRequested, concurrently: true, ifExists: true });
  pgm.dropIndex('users', [], { name: notDeleted, concurrently: true, ifExists: true });
}

async function findInvalidIndexes(pgm: MigrationBuilder): Promise<string[]> {
  const names = [notDeleted, deletionRequested];
  const { rows } = (await pgm.db.query(findInvalid, [names])) as { rows: { name: string }[] };
  return rows.map(({ name }) => name);
}
