import { existsSync } from 'node:fs';
import type { Config } from '../config/config.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import { UsageError } from '../errors.js';
import { findMigrationFiles } from '../migrations/migration-file.js';

interface NewFiles {
  readonly config: Config;
  /** A Drizzle schema to write. */
  readonly drizzle?: { readonly path: string };
}

/** @throws UsageError when a file is in the way; a missing folder is created later */
export async function assertNoFiles({ config, drizzle }: NewFiles): Promise<void> {
  await assertNoMigrations(config);
  if (!drizzle || !existsSync(drizzle.path)) return;
  throw new UsageError(`${drizzle.path} already exists`, {
    remedy: 'Nothing was written. Give another file with --drizzle, or move this one away.',
  });
}

async function assertNoMigrations({ migrations }: Config): Promise<void> {
  const files = await findMigrationFiles({ ...migrations, missing: 'empty' });
  if (files.length === 0) return;
  const [directory] = migrations.directories;
  throw new UsageError(
    `${directory} already contains ${files.length === 1 ? 'a migration' : `${files.length} migrations`}: ${files[0]?.name ?? ''}${files.length > 1 ? ', …' : ''}`,
    {
      remedy:
        'introspect writes the first migration of a project. For what the migrations lack, use generate --from URL; to mark them as applied, baseline NAME; or give an empty folder with --migrations-dir.',
    },
  );
}

/** @throws UsageError when the database has applied migrations */
export function assertNothingApplied({ applied, label }: DatabaseState, { migrations }: Config): void {
  if (applied.length === 0) return;
  throw new UsageError(
    `${applied.length === 1 ? 'a migration is' : `${applied.length} migrations are`} recorded in ${migrations.table} of ${label}, such as ${applied[0]?.name ?? ''}`,
    {
      remedy:
        'Check out the project that contains them. To start anew all the same, use another table with --migrations-table.',
    },
  );
}
