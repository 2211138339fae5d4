import { inDatabase } from '../catalog/data/destroyed-data.js';
import { readStoredData } from '../catalog/data/stored-data.js';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import { migrationsTable } from '../config/migrations-table.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { planKeeping } from '../keep/plan-keeping.js';
import { readAppliedAsFiles } from '../migrations/squashed-migrations.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Migration } from '../migrations/migration.js';
import { readMigrationChain } from '../migrations/migration-chain.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { assertFilesPresent } from '../migrations/missing-files.js';
import type { Step } from '../migrations/step.js';
import { countLosses } from './count-losses.js';
import { readLockHolders } from './read-lock-holders.js';
import type { PlannedMigration, RunPlan } from './run-plan.js';
import { findRowChanges } from './row-changes.js';
import { tryOnScratch, type Tried } from './try-on-scratch.js';

export interface PlanOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** The migrations to run, in order, with their SQL. */
  readonly steps: readonly PlannedMigration[];
  /** Whether destroyed rows are counted (default), which reads them; otherwise `losses` stays empty. */
  readonly losses?: 'counted' | 'uncounted';
  /** Maximum number of bytes that --keep may copy; missing where nothing is kept. */
  readonly keepLimit?: number | undefined;
}

/**
 * Plans a run without changing the database: runs the migrations on a scratch database to see their effects,
 * and reads from the database itself how they concern its rows and sessions.
 * @throws MigrationFileError when the schema cannot be built anew
 * @throws DatabaseError when the role may not create databases, or the migrations cannot be run there
 */
export async function planRun(options: PlanOptions): Promise<RunPlan> {
  const { database, config, steps } = options;
  return withSession(
    database,
    async (session) => {
      const tried = steps.length > 0 ? await tryHere(session, options) : nothing;
      return {
        database: database.label,
        migrations: steps,
        objects: tried.objects,
        rowChanges: findRowChanges(steps),
        locks: tried.locks,
        rewrites: tried.rewritten.map(({ schema, name }) => ({ schema, name })),
        scans: tried.scans,
        ...(await readHere(session, tried, options)),
      };
    },
    statementLimits(config.limits),
  );
}

const nothing: Tried = { objects: [], losses: [], rewritten: [], locks: [], scans: [], copyRate: 0 };

async function tryHere(session: Session, options: PlanOptions): Promise<Tried> {
  const config = options.config.migrations;
  const files = await findMigrationFiles(config);
  const { applied } = await readAppliedAsFiles(session, config, files);
  assertFilesPresent(readMigrationChain(files, applied), 'plan');
  const migrations = await loadMigrations(files, config);
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const find = ({ name }: { readonly name: string }): readonly Migration[] => {
    const migration = byName.get(name);
    return migration ? [migration] : [];
  };
  const steps = options.steps.flatMap((step) =>
    find(step).map((migration): Step => ({ migration, direction: step.direction })),
  );
  const copyRate = options.keepLimit === undefined ? 'unknown' : 'measured';
  return tryOnScratch({ ...options, applied: applied.flatMap(find), steps, copyRate });
}

/** Reads the data of this database that the run would destroy, and the sessions that hold locks on its tables. */
async function readHere(
  session: Session,
  { losses, locks, copyRate: bytesPerSecond }: Tried,
  { config: { migrations }, losses: counting = 'counted', keepLimit: limit }: PlanOptions,
): Promise<Pick<RunPlan, 'losses' | 'sessions' | 'keep'>> {
  const bookkeeping = migrationsTable(migrations);
  const options = { readIn: 'own transaction', sizes: 'unread', bookkeeping } as const;
  const relations = await readStoredData(session, options);
  const here = inDatabase(losses, relations);
  const sessions = await readLockHolders(
    session,
    locks,
    here.map(({ relation }) => relation),
  );
  const keep =
    limit === undefined ? {} : { keep: await planKeeping(session, here, { limit, bytesPerSecond }) };
  return { losses: counting === 'counted' ? await countLosses(session, here) : [], sessions, ...keep };
}
