import { seedToJson, type SeedResult } from '../report/seed/report.js';
import { runSeeds } from '../seed/run-seeds.js';
import type { OptionNames, ProjectOptions } from './project-options.js';
import { withProject, withProjectDatabase } from './with-project.js';

export interface SeedOptions extends ProjectOptions {
  /** Name of the set; default: that of the configuration, or `development`. */
  readonly set?: string | undefined;
  /** Seed even if migrations are pending, or tables contain rows of others. */
  readonly force?: boolean | undefined;
}

const names: OptionNames<Omit<SeedOptions, keyof ProjectOptions>> = { set: true, force: true };

/**
 * Runs a seed set in one transaction.
 * @returns the output of `roundtrip seed --json`
 */
export function seed(options: SeedOptions = {}): Promise<SeedResult> {
  const { set, force } = options;
  return withProject(options, names, (project) =>
    withProjectDatabase(project, 'seeds', async (database) =>
      seedToJson(
        await runSeeds({
          database,
          config: project.config,
          set: set ?? project.config.seedSet,
          safety: force ? 'forced' : 'checked',
        }),
      ),
    ),
  );
}
