import { inDatabase } from '../../catalog/data/destroyed-data.js';
import { readStoredData } from '../../catalog/data/stored-data.js';
import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import { migrationsTable } from '../../config/migrations-table.js';
import type { Database, Session } from '../../database/session.js';
import { withSession } from '../../database/with-session.js';
import { readApplied } from '../../migrations/bookkeeping.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import type { Migration } from '../../migrations/migration.js';
import { readMigrationChain } from '../../migrations/migration-chain.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { assertFilesPresent } from '../../migrations/missing-files.js';
import { countLosses } from './count-losses.js';
import { readLockHolders } from './read-lock-holders.js';
import type { PlannedDown, RollbackPlan } from './rollback-plan.js';
import { findRowChanges } from './row-changes.js';
import { tryOnScratch, type Tried } from './try-on-scratch.js';

export interface PlanOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** What would be rolled back, latest first, with its SQL. */
  readonly downs: readonly PlannedDown[];
}

/**
 * Says what a rollback would do, and changes nothing in the database: what the migrations do is found
 * out on a scratch database of its server, and what that means is read here.
 * @throws MigrationFileError when the schema cannot be built anew
 * @throws DatabaseError when the role may not create databases, or the migrations cannot be run there
 */
export async function planRollback(options: PlanOptions): Promise<RollbackPlan> {
  const { database, config, downs } = options;
  return withSession(
    database,
    async (session) => {
      const tried = downs.length > 0 ? await tryHere(session, options) : nothing;
      return {
        database: database.label,
        migrations: downs,
        objects: tried.objects,
        rowChanges: findRowChanges(downs),
        locks: tried.locks,
        ...(await readHere(session, tried, config)),
      };
    },
    statementLimits(config.limits),
  );
}

const nothing: Tried = { objects: [], losses: [], locks: [] };

async function tryHere(session: Session, options: PlanOptions): Promise<Tried> {
  const config = options.config.migrations;
  const files = await findMigrationFiles(config);
  const applied = await readApplied(session, config);
  assertFilesPresent(readMigrationChain(files, applied), 'down --plan');
  const migrations = await loadMigrations(files, config);
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const find = ({ name }: { readonly name: string }): readonly Migration[] => {
    const migration = byName.get(name);
    return migration ? [migration] : [];
  };
  return tryOnScratch({ ...options, applied: applied.flatMap(find), downs: options.downs.flatMap(find) });
}

/** What of it concerns this database, and whom. */
async function readHere(
  session: Session,
  { losses, locks }: Tried,
  { migrations }: Config,
): Promise<Pick<RollbackPlan, 'losses' | 'sessions'>> {
  const bookkeeping = migrationsTable(migrations);
  const options = { readIn: 'own transaction', sizes: 'unread', bookkeeping } as const;
  const relations = await readStoredData(session, options);
  const here = inDatabase(losses, relations);
  const sessions = await readLockHolders(session, [...locks, ...here.map(({ relation }) => relation)]);
  return { losses: await countLosses(session, here), sessions };
}
