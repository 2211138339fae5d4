import { DatabaseError } from '../../errors.js';
import type { Proof } from '../proof.js';
import type { ScratchRun } from '../../scratch-run/scratch-run.js';

/**
 * Loads the seeds at the first position at which they can be loaded, and again when that state is rebuilt.
 * Seeds are written for the newest schema, so at earlier positions an error of the server only means that an
 * object does not exist yet.
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

/** @throws DatabaseError when all migrations are applied and the seeds could still not be loaded */
export function assertSeedsLoaded({ seedError, seededAt, migrations }: Proof, position: number): void {
  if (seedError && seededAt === undefined && position === migrations.length) throw seedError;
}
