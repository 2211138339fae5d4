import { resolve } from 'node:path';
import type { OptionNames, ProjectOptions } from '../library/project-options.js';

/** The project whose migrations are tested. The server is an embedded one, unless `databaseUrl` is given. */
export type TestedProject = Omit<ProjectOptions, 'signal' | 'embedded'>;

export interface MigratedDatabaseOptions extends TestedProject {
  /** Seed set to load after the migrations; default: none. */
  readonly seed?: string | undefined;
  /** Name or number of the last migration to apply; default: all migrations are applied. */
  readonly through?: string | undefined;
}

export const migratedDatabaseNames: OptionNames<Omit<MigratedDatabaseOptions, keyof ProjectOptions>> = {
  seed: true,
  through: true,
};

/** A set of environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What one process asks another to do for a project. */
export interface ProjectRequest<O extends TestedProject = TestedProject> {
  /** With the absolute path of the project, and the whole environment of the process that asks. */
  readonly options: O & { readonly cwd: string; readonly env: Environment };
  /** The variables that the option `env` sets. */
  readonly given: Environment;
}

/** Adds the folder and the environment of this process. */
export function requestOf<O extends TestedProject>(options: O, environment: Environment): ProjectRequest<O> {
  const given = options.env ?? {};
  const cwd = resolve(options.cwd ?? '.');
  return { options: { ...options, cwd, env: { ...environment, ...given } }, given };
}
