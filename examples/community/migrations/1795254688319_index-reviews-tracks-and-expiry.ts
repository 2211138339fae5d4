import type { MigrationBuilder } from 'node-pg-migrate';

interface Index {
  readonly table: string;
  readonly column: string;
  readonly name: string;
  readonly method: 'btree' | 'gin';
}

const indexes: readonly Index[] = [
  {
    table: 'users',
    column: 'approved_by_user_id',
    name: 'users_approved_by_user_id_idx',
    method: 'btree',
  },
  {
    table: 'profiles',
    column: 'learning_tracks',
    name: 'profiles_learning_tracks_idx',
    method: 'gin',
  },
  {
    table: 'invitations',
    column: 'expires_at',
    name: 'invitations_expires_at_idx',
    method: 'btree',
  },
];

/** What a concurrent build that failed leaves behind, under the name that it was to have. */
const findInvalid = `
SELECT index_class.relname AS name
FROM pg_catalog.pg_index AS index
JOIN pg_catalog.pg_class AS index_class ON index_class.oid = index.indexrelid
WHERE index.indrelid IN (
    pg_catalog.to_regclass('users'), pg_catalog.to_regclass('profiles'), pg_catalog.to_regclass('invitations')
  )
  AND NOT index.indisvalid
  AND index_class.relname = ANY ($1)
ORDER BY index_class.relname`;

/**
 * Built concurrently, so that the tables stay writable meanwhile; hence outside a transaction, and
 * hence able to fail half-way. Both directions can simply be run again.
 */
export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  // IF NOT EXISTS would keep an invalid index, which serves no query and yet slows down every write.
  const invalid = await listInvalidIndexes(pgm);
  for (const { table, column, name, method } of indexes) {
    if (invalid.includes(name)) pgm.dropIndex(table, [], { name, concurrently: true, ifExists: true });
    pgm.createIndex(table, column, { name, method, concurrently: true, ifNotExists: true });
  }
}

/** IF EXISTS, because some may be gone when the drop of another fails and `down` is run again. */
export function down(pgm: MigrationBuilder): void {
  pgm.noTransaction();
  for (const { table, name } of indexes.toReversed()) {
    pgm.dropIndex(table, [], { name, concurrently: true, ifExists: true });
  }
}

async function listInvalidIndexes(pgm: MigrationBuilder): Promise<string[]> {
  const names = indexes.map(({ name }) => name);
  const { rows } = (await pgm.db.query(findInvalid, [names])) as { rows: { name: string }[] };
  return rows.map(({ name }) => name);
}
