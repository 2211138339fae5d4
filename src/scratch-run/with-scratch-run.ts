import type { MigrationsConfig } from '../config/config.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import type { RoundtripError } from '../errors.js';
import { StatementError } from '../migrations/statement-error.js';
import { withChosenServer, type ScratchChoice } from './choose-server.js';
import { ScratchRun } from './scratch-run.js';
import { guardOf, type ScratchServer } from './scratch-server.js';

export interface WithScratchRunOptions {
  readonly config: MigrationsConfig;
  readonly limits?: SessionOptions;
  /** What to do where a migration was stopped because it changes what all databases of the server share. */
  readonly advice: string;
}

/**
 * Runs `action` with an empty scratch database on a server, and drops that database afterwards.
 * @throws DatabaseError when the role may not create databases
 * @throws RefusedError before a migration changes what all databases of somebody's server share
 */
export function withScratchRun<T>(
  { server, place }: ScratchServer,
  { config, limits = {}, advice }: WithScratchRunOptions,
  action: (run: ScratchRun) => Promise<T>,
): Promise<T> {
  return withScratchDatabases(server, async (scratch) => {
    const clusterGuard = await guardOf({ server, place }, { advice });
    const database = await scratch.create();
    const run = await ScratchRun.open({ database, config, limits, reading: 'whole', clusterGuard });
    try {
      return await action(run);
    } finally {
      await run.close();
    }
  });
}

export interface StandInOptions extends WithScratchRunOptions {
  /** The live database, and what was read of it. */
  readonly database: Database;
  readonly live: DatabaseState;
  /** The server of the live database where possible, unless given. */
  readonly choice?: ScratchChoice;
  /** What to do where there is no server of the same major version; `advice` unless given. */
  readonly serverAdvice?: string;
  readonly signal: AbortSignal;
  /** Makes an error for the user of a migration's failure. */
  readonly explain: (
    error: StatementError,
    scratch: ScratchServer,
  ) => RoundtripError | Promise<RoundtripError>;
}

/**
 * Runs `action` with an empty scratch database that stands in for a live one: on a server of the same major version,
 * with the schema of the migrations table, which somebody may have created by hand.
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
