import type { MigrationsConfig } from '../config/config.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import type { RoundtripError } from '../errors.js';
import { StatementError } from '../migrations/statement-error.js';
import { withChosenServer, type ScratchChoice } from './choose-server.js';
import { withRunIn } from './run-in.js';
import type { ScratchRun } from './scratch-run.js';
import { guardOf, type ScratchServer } from './scratch-server.js';

export interface WithScratchRunOptions {
  readonly config: MigrationsConfig;
  readonly limits?: SessionOptions;
  /**
   * Advice where a migration was stopped because it changes objects that all databases of the server share.
   */
  readonly advice: string;
}

/**
 * Runs `action` with an empty scratch database on a server, and drops that database afterwards.
 *
 * @throws DatabaseError when the role may not create databases
 * @throws RefusedError before a migration changes objects that all databases of a server of others share
 */
export function withScratchRun<T>(
  { server, place }: ScratchServer,
  { config, limits = {}, advice }: WithScratchRunOptions,
  action: (run: ScratchRun) => Promise<T>,
): Promise<T> {
  return withScratchDatabases(server, async (scratch) => {
    const clusterGuard = await guardOf({ server, place }, { advice });
    return withRunIn({ databases: scratch, config, limits, reading: 'whole', clusterGuard }, action);
  });
}

export interface StandInOptions extends WithScratchRunOptions {
  /** The live database, and its state. */
  readonly database: Database;
  readonly live: DatabaseState;
  /** By default, the server of the live database where possible. */
  readonly choice?: ScratchChoice;
  /** Advice where no server of the same major version is available; by default `advice`. */
  readonly serverAdvice?: string;
  readonly signal: AbortSignal;
  /** Converts the failure of a migration to an error for the user. */
  readonly explain: (
    error: StatementError,
    scratch: ScratchServer,
  ) => RoundtripError | Promise<RoundtripError>;
}

/**
 * Runs `action` with an empty scratch database in place of a live one: on a server of the same major version,
 * with the schema of the migrations table, which may have been created by hand.
 *
 * @throws DatabaseError, RefusedError with a remedy where there is no such server or a migration fails there
 */
export function withStandIn<T>(
  options: StandInOptions,
  action: (run: ScratchRun, scratch: ScratchServer) => Promise<T>,
): Promise<T> {
  const { choice = { kind: 'automatic' }, serverAdvice = options.advice, explain } = options;
  const config = withTableSchema(options.config);
  return withChosenServer({ ...options, choice, advice: serverAdvice }, async (scratch) => {
    try {
      return await withScratchRun(scratch, { ...options, config }, (run) => action(run, scratch));
    } catch (error) {
      throw error instanceof StatementError ? await explain(error, scratch) : error;
    }
  });
}

function withTableSchema(config: MigrationsConfig): MigrationsConfig {
  return { ...config, createSchemas: [...new Set([...config.createSchemas, config.tableSchema])] };
}
