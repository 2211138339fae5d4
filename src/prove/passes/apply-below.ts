import { stopIfInterrupted } from '../../database/interruption.js';
import { StatementError } from '../../migrations/statement-error.js';
import { readAllRows } from '../existing-rows.js';
import type { Proof } from '../proof.js';
import type { ScratchRun } from '../../scratch-run/scratch-run.js';
import { trySeed } from './try-seed.js';

/** A stage, and how many migrations are applied on it. */
export interface Start {
  readonly run: ScratchRun;
  readonly position: number;
}

/**
 * Brings up the migrations below the lowest one to judge. Nobody asks what each of them changes, so
 * the catalog and the rows are looked at once, at the end. Where one fails, the way is to be gone
 * again from the ground, with a look at every step, which tells all there is to tell of it.
 */
export async function applyBelow(proof: Proof): Promise<Start> {
  const run = await proof.pool.openEmpty();
  const lowest = proof.evidence.findIndex(({ migration }) => proof.chosen.has(migration.name));
  if (lowest <= 0) return { run, position: 0 };
  try {
    for (let position = 1; position <= lowest; position += 1) await pass(proof, run, position);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return startAgain(proof, run);
  }
  proof.pool.note(await run.observe(), lowest);
  if (proof.rows !== 'none') proof.rowsNow = await readAllRows(run.catalogSession, proof.config);
  return { run, position: lowest };
}

async function pass(proof: Proof, run: ScratchRun, position: number): Promise<void> {
  const { evidence, observer, signal } = proof;
  const migration = evidence[position - 1]?.migration;
  if (!migration) return;
  stopIfInterrupted(signal);
  observer.step({ name: migration.name, phase: 'up', number: position, total: evidence.length });
  await run.runUnobserved({ migration, direction: 'up' });
  await trySeed(proof, run, position);
}

async function startAgain(proof: Proof, run: ScratchRun): Promise<Start> {
  proof.pool.note(await run.observe());
  proof.seededAt = undefined;
  const { run: empty } = await proof.pool.replace(run, 0);
  return { run: empty, position: 0 };
}
