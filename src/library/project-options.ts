import type { Flags } from '../config/config.js';
import { UsageError } from '../errors.js';

/**
 * The project and the database. All options are optional: the default project is the current folder, with its
 * configuration, `.env` and environment, as for the command. Each option that the command has as a flag means
 * the same, and takes the same values: `lockTimeout: '5s'` is `--lock-timeout 5s`.
 */
export interface ProjectOptions extends Flags {
  /** Folder of the project; `process.cwd()` unless given. */
  readonly cwd?: string | undefined;
  /** Variables in place of those in `process.env`; `undefined` stands for one that is not set. */
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
 * For callers in JavaScript: a misspelt option would change what is done without a word.
 * @throws UsageError naming the options that there are not
 */
export function assertKnownOptions(options: object, known: Readonly<Record<string, true>>): void {
  const unknown = Object.keys(options).filter((name) => !(name in known));
  if (unknown.length === 0) return;
  throw new UsageError(`unknown option ${unknown.join(', ')}`, {
    remedy: `The options are ${Object.keys(known).join(', ')}.`,
  });
}

/** @throws UsageError when the value of an option is none of those that it takes */
export function assertKnownValue(name: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  throw new UsageError(`${name} cannot be ${JSON.stringify(value)}`, {
    remedy: `Give one of ${known.join(', ')}.`,
  });
}
