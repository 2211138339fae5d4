import type { Migration } from '../../migrations/migration.js';
import type { MigrationProof } from '../proof-report.js';
import { prove, type ProveOptions } from '../prove.js';
import type { EditedMigration } from './edit-migration.js';

/** Proofs by name of the migration. */
export type Proofs = ReadonlyMap<string, MigrationProof>;

/** Proves edited migrations in their places in the chain, all in one proof: none affects the verdict on another. */
export async function proveEdits(edits: readonly EditedMigration[], options: ProveOptions): Promise<Proofs> {
  const texts = new Map(edits.map(({ edit }) => [edit.path, edit.after]));
  return proveInstead(
    edits.map(({ migration }) => migration),
    { ...options, editedTexts: texts },
  );
}

/**
 * Proves migrations without what their downs do. The repair of each is then a whole down: it leads from the catalog
 * after the up to the one before it.
 */
export async function proveWithoutDowns(
  migrations: readonly Migration[],
  options: ProveOptions,
): Promise<Proofs> {
  const downs = migrations.map((migration): Migration => {
    return { ...migration, down: { kind: 'written', action: () => undefined } };
  });
  return proveInstead(downs, { ...options, rows: 'none' });
}

async function proveInstead(instead: readonly Migration[], options: ProveOptions): Promise<Proofs> {
  if (instead.length === 0) return new Map();
  const byName = new Map(instead.map((migration) => [migration.name, migration]));
  const { migrations } = await prove({
    ...options,
    migrations: options.migrations.map((migration) => byName.get(migration.name) ?? migration),
    chosen: new Set(byName.keys()),
    bail: 'off',
    observer: {
      step: (progress) => {
        options.observer.step(progress);
      },
      proven: () => undefined,
    },
  });
  return new Map(migrations.map((proof) => [proof.name, proof]));
}
