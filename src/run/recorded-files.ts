import type { MigrationsConfig } from '../config/config.js';
import { MigrationFileError } from '../errors.js';
import type { HistoryEntry } from '../history/history-entry.js';
import { loadSource } from '../migrations/load-source.js';
import type { Migration } from '../migrations/migration.js';
import { byOrder } from '../migrations/migration-file.js';
import { hashSource, readSource } from '../migrations/migration-source.js';

export interface RecordedFiles {
  /** The history row of the up of each applied migration, by name. */
  readonly ups: ReadonlyMap<string, HistoryEntry>;
  readonly config: MigrationsConfig;
}

/**
 * Returns the migrations of the folder. Applied migrations whose files are missing or were edited are replaced
 * by the source that the history holds.
 * @throws MigrationFileError naming those that cannot be loaded any more
 */
export async function withRecordedFiles(
  migrations: readonly Migration[],
  { ups, config }: RecordedFiles,
): Promise<readonly Migration[]> {
  const kept: Migration[] = [];
  for (const migration of migrations) {
    const entry = ups.get(migration.name);
    if (!entry?.source || entry.fileHash === hashSource(await readSource(migration))) kept.push(migration);
  }
  const here = new Set(kept.map(({ name }) => name));
  const wanted = [...ups.values()].filter(({ migration }) => !here.has(migration));
  const loaded: Migration[] = [];
  for (const { migration, source } of wanted) {
    if (!source) throw new MigrationFileError(`the history has no recorded text of ${migration}`);
    const shorthands = kept.at(-1)?.shorthands ?? {};
    const { directories, tsconfigPaths } = config;
    loaded.push(await loadSource(migration, source, { directories, tsconfigPaths, shorthands }));
  }
  return [...kept, ...loaded].sort(byOrder);
}
