import type { AppliedMigration } from './bookkeeping.js';
import type { MigrationFile } from './migration-file.js';

/** A migration according to the folder and the migrations table. */
export type ChainEntry =
  | {
      readonly state: 'applied';
      readonly name: string;
      readonly file: MigrationFile;
      readonly appliedAt: string;
    }
  | { readonly state: 'pending'; readonly name: string; readonly file: MigrationFile }
  /** Pending, although a later migration is applied. */
  | { readonly state: 'out-of-order'; readonly name: string; readonly file: MigrationFile }
  /** Applied, but its file is missing. */
  | { readonly state: 'missing'; readonly name: string; readonly appliedAt: string };

export type EntryState = ChainEntry['state'];

/** All migrations: first the applied ones as they were applied, missing files included, then the others. */
export type MigrationChain = readonly ChainEntry[];

export function readMigrationChain(
  files: readonly MigrationFile[],
  applied: readonly Pick<AppliedMigration, 'name' | 'appliedAt'>[],
): MigrationChain {
  const byName = new Map(files.map((file) => [file.name, file]));
  const names = new Set(applied.map(({ name }) => name));
  const lastApplied = files.findLastIndex(({ name }) => names.has(name));
  const down = applied.map(({ name, appliedAt }): ChainEntry => {
    const file = byName.get(name);
    return file ? { state: 'applied', name, file, appliedAt } : { state: 'missing', name, appliedAt };
  });
  const open = files.flatMap((file, index): ChainEntry[] => {
    if (names.has(file.name)) return [];
    return [{ state: index < lastApplied ? 'out-of-order' : 'pending', name: file.name, file }];
  });
  return [...down, ...open];
}
