import type { MigrationsConfig } from '../config/config.js';
import { withScratchServer } from '../database/open-database.js';
import { withScratchDatabases } from '../database/scratch.js';
import { DatabaseError, UsageError } from '../errors.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Migration } from '../migrations/migration.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { StatementError } from '../migrations/statement-error.js';
import { isRoleConflict } from '../scratch-run/replay-failure.js';
import { replayNoting } from '../scratch-run/replay-noting.js';
import type { Replayed } from '../scratch-run/replay.js';
import { withRestoringRun } from '../scratch-run/run-in.js';
import { asScratchServer } from '../scratch-run/scratch-server.js';
import {
  managesEverything,
  type Source,
  type SourceContext,
  type SourceSchema,
  type SourcePath,
} from './source.js';

/** The result of another folder of migrations as the wanted schema. */
export function migrationsSource(source: SourcePath): Source {
  return { kind: 'migrations', label: source.label, read: (context) => read(source, context) };
}

async function read({ path, label }: SourcePath, context: SourceContext): Promise<SourceSchema> {
  const config: MigrationsConfig = { ...context.config, directories: [path] };
  const files = await findMigrationFiles(config);
  if (files.length === 0) throw new UsageError(`the folder ${label} contains no migration`);
  const migrations = await loadMigrations(files, config);
  const { baseline, catalog, runner } = await replayOnScratch(migrations, { ...context, config }).catch(
    (error: unknown) => {
      throw error instanceof StatementError ? unreplayable(label, error) : error;
    },
  );
  return { baseline, catalog, runner, ...managesEverything };
}

/**
 * Roles that both folders create exist once the project's own migrations have run: on the embedded server, the
 * source then gets a server of its own.
 */
async function replayOnScratch(migrations: readonly Migration[], context: SourceContext): Promise<Replayed> {
  try {
    return await replayIn(migrations, context);
  } catch (error) {
    if (context.scratch.place !== 'embedded' || !isRoleConflict(error)) throw error;
    const { signal } = context;
    return withScratchServer({ kind: 'embedded', directory: '', why: 'asked' }, { signal }, (server) =>
      withScratchDatabases(server, (databases) =>
        replayIn(migrations, {
          ...context,
          databases,
          clusterGuard: undefined,
          scratch: asScratchServer(server),
        }),
      ),
    );
  }
}

function replayIn(
  migrations: readonly Migration[],
  { databases, config, limits, clusterGuard, signal, scratch }: SourceContext,
): Promise<Replayed> {
  const options = { databases, config, limits, reading: 'whole', clusterGuard } as const;
  return withRestoringRun(scratch.server, options, (run, cluster) =>
    replayNoting(run, cluster, { migrations, signal, progress: undefined, clusterGuard, ...scratch }),
  );
}

function unreplayable(label: string, cause: StatementError): DatabaseError {
  return new DatabaseError(`the migrations of ${label} cannot be replayed: ${cause.message}`, {
    remedy: 'Nothing was written. Correct the source, or give another one with --from.',
    cause,
  });
}
