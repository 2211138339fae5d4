import { stopIfInterrupted } from '../../database/interruption.js';
import { StatementError } from '../../migrations/statement-error.js';
import { readAllRows } from '../existing-rows.js';
import type { Proof } from '../proof.js';
import type { Stage } from '../../scratch-run/scratch-run.js';
import { trySeed } from './try-seed.js';

/** A stage, and how many migrations are applied on it. */
export interface Foot {
  readonly stage: Stage;
  readonly height: number;
}

/**
 * Brings up the migrations below the lowest one to judge. Nobody asks what each of them changes, so
 * the catalog and the rows are looked at once, at the end. Where one fails, the way is to be gone
 * again from the ground, with a look at every step, which tells all there is to tell of it.
 */
export async function climbUnseen(proof: Proof): Promise<Foot> {
  const stage = await proof.workshop.openEmpty();
  const lowest = proof.evidence.findIndex(({ migration }) => proof.chosen.has(migration.name));
  if (lowest <= 0) return { stage, height: 0 };
  try {
    for (let height = 1; height <= lowest; height += 1) await pass(proof, stage, height);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return startAgain(proof, stage);
  }
  proof.workshop.note(await stage.look(), lowest);
  if (proof.rows !== 'none') proof.rowsNow = await readAllRows(stage.watcher, proof.config);
  return { stage, height: lowest };
}

async function pass(proof: Proof, stage: Stage, height: number): Promise<void> {
  const { evidence, observer, interruption } = proof;
  const migration = evidence[height - 1]?.migration;
  if (!migration) return;
  stopIfInterrupted(interruption);
  observer.step({ name: migration.name, phase: 'up', number: height, total: evidence.length });
  await stage.pass({ migration, direction: 'up' });
  await trySeed(proof, stage, height);
}

async function startAgain(proof: Proof, stage: Stage): Promise<Foot> {
  proof.workshop.note(await stage.look());
  proof.seededAt = undefined;
  const { stage: empty } = await proof.workshop.replace(stage, 0);
  return { stage: empty, height: 0 };
}
