import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { drySql } from '../migrations/dry-sql.js';
import type { Migration } from '../migrations/migration.js';
import {
  hashSource,
  hashStatements,
  readSource,
  type MigrationSource,
} from '../migrations/migration-source.js';
import { haveSameUp } from '../migrations/same-up.js';
import type { HistoryEntry } from './history-entry.js';

/** Names of applied migrations whose file is not the one that ran. */
export interface EditedFiles {
  /** Migrations whose up differs from what ran. */
  readonly ups: readonly string[];
  /** The up is the same: another down, a comment. */
  readonly downs: readonly string[];
}

export interface EditedOptions {
  readonly session: Session;
  readonly config: MigrationsConfig;
  /** By name, what made each applied migration what it is. */
  readonly ups: ReadonlyMap<string, HistoryEntry>;
}

/**
 * Compares files with the history. If a file differs, the statements of its up are built, without running them,
 * and compared; if that is not possible, the file is compared with the recorded text, ignoring comments.
 */
export async function findEdited(
  migrations: readonly Migration[],
  options: EditedOptions,
): Promise<EditedFiles> {
  const ups: string[] = [];
  const downs: string[] = [];
  for (const migration of migrations) {
    const entry = options.ups.get(migration.name);
    if (!entry?.fileHash) continue;
    const source = await readSource(migration);
    if (entry.fileHash === hashSource(source)) continue;
    const isSame =
      (await buildsTheSame(migration, entry, options)) || (await readsTheSame(source, entry.source));
    (isSame ? downs : ups).push(migration.name);
  }
  return { ups, downs };
}

async function buildsTheSame(
  migration: Migration,
  { sqlHash }: HistoryEntry,
  { session, config }: EditedOptions,
): Promise<boolean> {
  try {
    const { asked, statements } = await drySql(session, { migration, direction: 'up' }, config);
    return (
      sqlHash === (asked.length + statements.length > 0 ? hashStatements([...asked, ...statements]) : null)
    );
  } catch {
    // It writes while it is built (`pgm.db`), or asks for something that is not there now.
    return false;
  }
}

async function readsTheSame(source: MigrationSource, recorded: MigrationSource | null): Promise<boolean> {
  if (!recorded) return false;
  try {
    return await haveSameUp(source, recorded);
  } catch {
    // One of the two cannot be parsed, so that nothing is known of it.
    return false;
  }
}
