import type { Config } from '../config/config.js';
import type { Session } from '../database/session.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { readMigrationChain, type MigrationChain } from '../migrations/migration-chain.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Direction } from '../migrations/migration.js';
import { findMigrationFiles, type MigrationFile } from '../migrations/migration-file.js';
import { appliedAsFiles, type Adoption, type PartlyReplaced } from '../migrations/squashed-migrations.js';
import { isMigrationLockHeld } from '../migrations/migration-lock.js';
import { hashSource, readSource } from '../migrations/migration-source.js';
import { findEdited, type EditedFiles } from './find-edited.js';
import type { HistoryEntry } from './history-entry.js';
import { readHistoryAccess, type HistoryAccess } from './history-schema.js';
import { interruptedRun, lastUps, type InterruptedRun } from './last-up.js';
import { readHistory, readStatements, type RunStatement } from './read-history.js';

/** State of a database according to the files, the migrations table and the history. */
export interface DatabaseStatus {
  readonly chain: MigrationChain;
  /** Squashed migrations that the next run records in place of applied ones. */
  readonly adoptions: readonly Adoption[];
  /** Squashed migrations of which only a part is applied. */
  readonly partly: readonly PartlyReplaced[];
  readonly edited: EditedFiles;
  /** Names that were taken over, not run. */
  readonly baseline: readonly string[];
  readonly halfDone: readonly InterruptedMigration[];
  /** Fields from the history are empty if it is not readable. */
  readonly history: HistoryAccess;
}

/** A non-transactional step that did not finish. */
export interface InterruptedMigration {
  readonly name: string;
  readonly direction: Direction;
  /** `running` while another session holds the migration lock. */
  readonly how: InterruptedRun['how'] | 'running';
  /** In order; one that only started may have taken effect. */
  readonly statements: readonly RunStatement[];
}

/** Reads without changing anything; without a history less is known. */
export async function readDatabaseStatus(
  session: Session,
  { migrations: config }: Config,
): Promise<DatabaseStatus> {
  const files = await findMigrationFiles(config);
  const applied = await readApplied(session, config);
  const asFiles = await appliedAsFiles(files, applied);
  const access = await readHistoryAccess(session);
  const history = access === 'readable' ? await readHistory(session, config) : [];
  const ups = lastUps(history, applied);
  const changed = await differing(files, ups);
  const migrations = changed.size === 0 ? [] : await loadMigrations(files, config);
  const suspects = migrations.filter(({ name }) => changed.has(name));
  return {
    chain: readMigrationChain(files, asFiles.applied),
    adoptions: asFiles.adoptions,
    partly: asFiles.partly,
    edited: await findEdited(suspects, { session, config, ups }),
    baseline: [...ups.values()]
      .filter(({ outcome }) => outcome === 'baseline')
      .map(({ migration }) => migration),
    halfDone: await readInterrupted(session, interruptedRun(history, applied)),
    history: access,
  };
}

/** Most files are as they were; the others alone are worth loading. */
async function differing(
  files: readonly MigrationFile[],
  ups: ReadonlyMap<string, HistoryEntry>,
): Promise<ReadonlySet<string>> {
  const names = await Promise.all(
    files.map(async (file) => {
      const hash = ups.get(file.name)?.fileHash;
      return !hash || hash === hashSource(await readSource(file)) ? [] : [file.name];
    }),
  );
  return new Set(names.flat());
}

async function readInterrupted(
  session: Session,
  steps: ReadonlyMap<string, InterruptedRun>,
): Promise<readonly InterruptedMigration[]> {
  if (steps.size === 0) return [];
  const isRunning = await isMigrationLockHeld(session);
  const open: InterruptedMigration[] = [];
  for (const [name, { entry, how }] of steps) {
    const statements = await readStatements(session, entry.attempt);
    const state = isRunning && how === 'broken off' ? 'running' : how;
    open.push({ name, direction: entry.direction, how: state, statements });
  }
  return open;
}
