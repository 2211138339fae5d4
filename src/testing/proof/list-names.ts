import { UsageError } from '../../errors.js';
import type { ProjectOptions } from '../../library/project-options.js';
import { withProject } from '../../library/with-project.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';

/** Lists the names of the migrations in their order. */
export function listNames(options: ProjectOptions): Promise<readonly string[]> {
  return withProject(options, {}, async ({ config }) => {
    const files = await findMigrationFiles(config.migrations);
    if (files.length > 0) return files.map(({ name }) => name);
    throw new UsageError('there are no migrations to test', { remedy: 'Write one: roundtrip new NAME' });
  });
}
