import { statementLimits } from '../config/limits.js';
import { verifyToJson, type VerifyResult } from '../report/verify/json.js';
import { parseIgnoreRules, validIgnores } from '../verify/ignore-rules.js';
import { parseOwns } from '../verify/other-projects.js';
import { verify as compareWithMigrations } from '../verify/verify.js';
import type { OptionNames, ProjectOptions } from './project-options.js';
import { withProject, withProjectDatabase } from './with-project.js';

export interface VerifyOptions extends ProjectOptions {
  /** Objects to ignore, each a kind and a name in which `*` matches anything: `index public.tmp_*`. */
  readonly ignore?: readonly string[] | undefined;
}

const names: OptionNames<Omit<VerifyOptions, keyof ProjectOptions>> = { ignore: true };

/**
 * Compares the live database with an empty one to which its applied migrations are applied. Only reads it.
 * @returns the output of `roundtrip verify --json`; a difference is not an error
 */
export function verify(options: VerifyOptions = {}): Promise<VerifyResult> {
  return withProject(options, names, (project) => {
    const { config, signal } = project;
    const rules = parseIgnoreRules({
      patterns: options.ignore ?? [],
      settings: validIgnores(config.verify.ignore).valid,
      settingsIn: config.sources.project,
    });
    const others = parseOwns(config.verify.others);
    return withProjectDatabase(project, 'migrations', async (database) =>
      verifyToJson(
        await compareWithMigrations({
          database,
          config: config.migrations,
          signal,
          rules,
          others,
          limits: statementLimits(config.limits),
          scratch: { kind: 'automatic' },
        }),
      ),
    );
  });
}
