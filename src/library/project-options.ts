import type { Flags } from '../config/config.js';
import { UsageError } from '../errors.js';

/**
 * The project and the database. All options are optional: the default project is the current folder, with its
 * configuration, `.env` and environment, as for the command. Each option that the command has as a flag means
 * the same, and takes the same values: `lockTimeout: '5s'` is `--lock-timeout 5s`.
 */
export interface ProjectOptions extends Flags {
  /** Folder of the project; default: `process.cwd()`. */
  readonly cwd?: string | undefined;
  /** Variables that override those in `process.env`; `undefined` unsets a variable. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Interrupts the work, which cleans up and rejects with an `InterruptedError`. */
  readonly signal?: AbortSignal | undefined;
}

/** `true` for each option of a function; the compiler reports missing ones. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

export const projectOptionNames: OptionNames<ProjectOptions> = {
  cwd: true,
  env: true,
  signal: true,
  databaseUrl: true,
  embedded: true,
  migrationsDir: true,
  migrationsTable: true,
  migrationsSchema: true,
  schema: true,
  configFile: true,
  checkOrder: true,
  seedsDir: true,
  lockWait: true,
  lockTimeout: true,
  statementTimeout: true,
  idleInTransactionTimeout: true,
};

/**
 * Rejects unknown options for callers in JavaScript, where a misspelt option would otherwise be ignored
 * silently.
 * @throws UsageError naming the unknown options
 */
export function assertKnownOptions(options: object, known: Readonly<Record<string, true>>): void {
  const unknown = Object.keys(options).filter((name) => !(name in known));
  if (unknown.length === 0) return;
  throw new UsageError(`unknown option ${unknown.join(', ')}`, {
    remedy: `The options are ${Object.keys(known).join(', ')}.`,
  });
}

/** @throws UsageError when the value of an option is not one of the known values */
export function assertKnownValue(name: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  throw new UsageError(`${name} cannot be ${JSON.stringify(value)}`, {
    remedy: `Give one of ${known.join(', ')}.`,
  });
}
