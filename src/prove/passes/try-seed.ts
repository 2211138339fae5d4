import { DatabaseError } from '../../errors.js';
import type { Proof } from '../proof.js';
import type { ScratchRun } from '../../scratch-run/scratch-run.js';

/**
 * Loads the seeds at the first height at which they can be, and there again when that state is made
 * again: seeds are written for the newest
 * schema, so below it a refusal by the server only means that something is not there yet.
 */
export async function trySeed(proof: Proof, run: ScratchRun, position: number): Promise<'yes' | 'no'> {
  const { seed, seededAt } = proof;
  if (!seed || (seededAt !== undefined && seededAt !== position)) return 'no';
  try {
    await seed(run.catalogSession);
    proof.seededAt = position;
    return 'yes';
  } catch (error) {
    if (!(error instanceof DatabaseError) || seededAt !== undefined) throw error;
    proof.seedError = error;
    return 'no';
  }
}

/** @throws DatabaseError when all migrations are there, and the seeds could not be loaded all the same */
export function assertSeedsLoaded({ seedError, seededAt, migrations }: Proof, position: number): void {
  if (seedError && seededAt === undefined && position === migrations.length) throw seedError;
}
