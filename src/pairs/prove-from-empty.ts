import { diff, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Direction, Migration } from '../migrations/migration.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';

/** Called before each step; `number` counts from 1 to `total`. */
export type StepProgress = (step: {
  readonly name: string;
  readonly direction: Direction;
  readonly number: number;
  readonly total: number;
}) => void;

export interface ProofFromEmpty {
  readonly migrations: readonly Migration[];
  readonly signal: AbortSignal;
  readonly progress?: StepProgress | undefined;
  /** Reads what else is compared, after the first and the second time that all migrations are applied. */
  readonly applied?: (pass: 'first' | 'again') => Promise<void>;
  /** Called after everything is rolled back. */
  readonly rolledBack?: () => Promise<void>;
}

/** A state that is not the one at the same position before. */
export interface StateDifference {
  readonly migration: string;
  readonly direction: Direction;
  /** `before`: the state as it was at this position; `after`: the state as it is now. */
  readonly differences: readonly Difference[];
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** The states of an empty database with all migrations, and the places where a way back or a repetition differs. */
export interface ProvenStates {
  readonly top: Snapshot;
  readonly differing: readonly StateDifference[];
}

/**
 * Applies the migrations in an empty database, rolls all back, and applies them again.
 *
 * @throws StatementError when a step fails
 */
export async function proveFromEmpty(run: ScratchRun, proof: ProofFromEmpty): Promise<ProvenStates> {
  const { migrations, applied, rolledBack } = proof;
  const states: Snapshot[] = [new Map(run.objects)];
  const differing: StateDifference[] = [];
  const step = stepper(run, proof);
  const compare = (position: number, place: Pick<StateDifference, 'migration' | 'direction'>) => {
    const before = states[position] ?? new Map();
    const differences = diff(before, run.objects);
    if (differences.length > 0)
      differing.push({ ...place, differences, before, after: new Map(run.objects) });
  };
  for (const migration of migrations) {
    await step(migration, 'up');
    states.push(new Map(run.objects));
  }
  await applied?.('first');
  for (const [index, migration] of [...migrations.entries()].reverse()) {
    await step(migration, 'down');
    compare(index, { migration: migration.name, direction: 'down' });
  }
  await rolledBack?.();
  for (const [index, migration] of migrations.entries()) {
    await step(migration, 'up');
    compare(index + 1, { migration: migration.name, direction: 'up' });
  }
  await applied?.('again');
  return { top: states.at(-1) ?? new Map(), differing };
}

function stepper(
  run: ScratchRun,
  { migrations, signal, progress }: ProofFromEmpty,
): (migration: Migration, direction: Direction) => Promise<void> {
  let number = 0;
  const total = 3 * migrations.length;
  return async (migration, direction) => {
    stopIfInterrupted(signal);
    number += 1;
    progress?.({ name: migration.name, direction, number, total });
    await run.complete({ migration, direction });
  };
}
