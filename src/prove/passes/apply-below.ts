import { stopIfInterrupted } from '../../database/interruption.js';
import { StatementError } from '../../migrations/statement-error.js';
import { readAllRows } from '../../rows/all-rows.js';
import type { Proof } from '../proof.js';
import type { ScratchRun } from '../../scratch-run/scratch-run.js';
import { trySeed } from './try-seed.js';

/** A scratch database, and the number of migrations applied to it. */
export interface Start {
  readonly run: ScratchRun;
  readonly position: number;
}

/**
 * Applies the migrations below the first one to judge without diffing each of them; catalog and rows are read
 * once, at the end. If one fails, starts over from an empty database and observes every step, which shows all
 * details of the failure.
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
