import type * as NodePgMigrate from 'node-pg-migrate';
import type { Migration as EngineMigration, MigrationBuilder } from 'node-pg-migrate';
import type { MigrationsConfig } from '../config/config.js';
import { assertNever } from '../errors.js';
import { QueryingCode } from '../modules/querying-code.js';
import type { Statement } from '../database/session.js';
import type { CallSites } from './call-sites.js';
import type { Action, Direction, Migration } from './migration.js';

/**
 * Key of the advisory lock that node-pg-migrate takes (`PG_MIGRATE_LOCK_ID`): the two tools exclude each
 * other. Written out, since a command that runs no migration does without loading node-pg-migrate.
 */
export const migrationLockKey = 7_241_865_325_823_964;

/** Sends a statement for node-pg-migrate: from `pgm.db` or from a step. */
export type RunStatement = (
  statement: string | Statement,
  values?: readonly unknown[],
) => Promise<{ readonly rows: readonly unknown[] }>;

type EngineConnection = ConstructorParameters<typeof EngineMigration>[0];
type EngineActions = ConstructorParameters<typeof EngineMigration>[2];
type Shorthands = ConstructorParameters<typeof EngineMigration>[4];

let engine: Promise<typeof NodePgMigrate> | undefined;

/** Loads node-pg-migrate with the first step. */
function loadEngine(): Promise<typeof NodePgMigrate> {
  engine ??= import('node-pg-migrate');
  return engine;
}

/** One direction of a migration, and how its statements reach the database. */
export interface EngineOptions {
  readonly direction: Direction;
  readonly config: MigrationsConfig;
  readonly run: RunStatement;
  /** Ends the wait for a migration that never returns. */
  readonly ending?: AbortSignal | undefined;
  /** Notes which call of the migration adds which statement. */
  readonly calls?: CallSites;
}

/** node-pg-migrate logs what this tool reports in its own words. */
const silent = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nothing is lost: errors are thrown as well, and warnings are about what the caller decides.
}

/**
 * Runs one direction of one migration, with its bookkeeping row, inside the transaction that the caller has
 * opened. A non-transactional migration ends that transaction, and opens another one when it has finished.
 */
export async function applyWithEngine(
  migration: Migration,
  { direction, config, run, ending, calls }: EngineOptions,
): Promise<void> {
  const code = new QueryingCode({ paths: pathsOf(migration), ending });
  const options = {
    dir: config.directories[0],
    direction,
    migrationsTable: betweenQuotes(config.table),
    migrationsSchema: betweenQuotes(config.tableSchema),
    schema: [...config.schemas],
    decamelize: config.decamelize === 'on',
    singleTransaction: true,
  };
  const { Migration: Engine } = await loadEngine();
  const runner = new Engine(
    connectionOf(run, code),
    // The engine takes the name from a path, less one extension.
    `${migration.name}.sql`,
    actionsOf(migration, code, calls),
    { ...options, databaseUrl: '' },
    migration.shorthands as Shorthands,
    silent,
  );
  await runner.apply(direction);
}

function pathsOf({ path, downPath }: Migration): readonly string[] {
  return downPath === undefined ? [path] : [path, downPath];
}

/** The engine puts these two between double quotes as they are. */
function betweenQuotes(name: string): string {
  return name.replaceAll('"', '""');
}

/** The statements of one direction, in order, without running any of them. */
export async function sqlOf(
  migration: Migration,
  { direction, config, run, ending, calls }: EngineOptions,
): Promise<{ readonly statements: readonly string[]; readonly transaction: 'one' | 'none' }> {
  const decamelize = config.decamelize === 'on';
  const code = new QueryingCode({ paths: pathsOf(migration), ending });
  const { MigrationBuilder: Builder } = await loadEngine();
  const pgm = new Builder(connectionOf(run, code), migration.shorthands as Shorthands, decamelize, silent);
  const { action, mode } = actionFor(migration, direction);
  if (mode === 'reverse') pgm.enableReverseMode();
  await code.run(() => perform(action, calls?.watch(pgm) ?? pgm));
  return { statements: pgm.getSqlSteps(), transaction: pgm.isUsingTransaction() ? 'one' : 'none' };
}

/** node-pg-migrate takes an action with two parameters for one that calls back. */
function perform(action: Action, pgm: MigrationBuilder): Promise<unknown> {
  if (action.length !== 2) return Promise.resolve(action(pgm));
  return new Promise((resolve) =>
    action(pgm, () => {
      resolve(undefined);
    }),
  );
}

function actionFor(
  migration: Migration,
  direction: Direction,
): { action: Action; mode: 'forward' | 'reverse' } {
  const { up, down } = migration;
  if (direction === 'up') return { action: up, mode: 'forward' };
  switch (down.kind) {
    case 'written':
      return { action: down.action, mode: 'forward' };
    case 'inferred':
      return { action: up, mode: 'reverse' };
    case 'disabled':
    case 'absent':
      throw new Error(`${migration.name} has no down`);
    default:
      return assertNever(down);
  }
}

/** The engine gets them with one parameter each: it takes those with two for ones that call back. */
function actionsOf({ up, down }: Migration, code: QueryingCode, calls?: CallSites): EngineActions {
  const within = (action: Action) => (pgm: MigrationBuilder) =>
    code.run(() => perform(action, calls?.watch(pgm) ?? pgm));
  const actions = { up: within(up) };
  switch (down.kind) {
    case 'written':
      return { ...actions, down: within(down.action) };
    case 'inferred':
      return actions;
    case 'disabled':
    case 'absent':
      return { ...actions, down: false };
    default:
      return assertNever(down);
  }
}

/** The part of node-pg-migrate's connection that migrations and steps use. */
function connectionOf(send: RunStatement, code: QueryingCode): EngineConnection {
  const run: RunStatement = (statement, values) =>
    code.send(typeof statement === 'string' ? statement : statement.text, () => send(statement, values));
  const select = async (statement: string | Statement, values?: readonly unknown[]) =>
    (await run(statement, values)).rows;
  const column = async (name: string, statement: string | Statement, values?: readonly unknown[]) =>
    (await select(statement, values)).map((row) => (row as Record<string, unknown>)[name]);
  const connection = {
    createConnection: () => Promise.resolve(),
    connected: () => true,
    addBeforeCloseListener: ignore,
    close: () => Promise.resolve(),
    query: run,
    select,
    column,
  };
  return connection as unknown as EngineConnection;
}
