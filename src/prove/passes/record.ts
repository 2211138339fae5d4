import type { CompletedStep } from './step-at.js';
import { readAllRows, readRowsAfter } from '../existing-rows.js';
import type { Evidence } from '../evidence.js';
import type { Proof } from '../proof.js';
import { trySeed } from './try-seed.js';

/**
 * Records what an up did, as the state that its down must undo. Done anew whenever a state is made
 * again: a migration that takes values from the clock arrives elsewhere each time.
 */
export async function record(proof: Proof, { run, position, step }: CompletedStep): Promise<void> {
  const { result, changes } = step;
  const evidence = proof.evidence[position - 1];
  if (!evidence) throw new Error(`there is no migration at height ${position}`);
  const upSql = result.statements.map(({ sql }) => sql);
  noteLeft(evidence, step);
  const rowsBefore = proof.rowsNow;
  const rowsAfterUp = await readRowsAfter(proof, {
    run,
    known: rowsBefore,
    changes,
    written: step.written,
  });
  const seeded = await trySeed(proof, run, position);
  proof.rowsNow = seeded === 'yes' ? await readAllRows(run.catalogSession, proof.config) : rowsAfterUp;
  const { migration } = evidence;
  const known = proof.appliedSteps[position - 1];
  proof.appliedSteps[position - 1] = {
    ...known,
    migration,
    evidence,
    changes,
    upSql,
    rowsBefore,
    rowsAfterUp,
  };
}

/** Each step starts in a session as good as new, in a live run as here: what one leaves must not be relied on. */
export function noteLeft(evidence: Evidence, { result, left }: CompletedStep['step']): void {
  if (left.length === 0) return;
  const text = `the ${result.direction} leaves session state behind: ${left.join(', ')}; it was reset for the next migration`;
  if (!evidence.notes.includes(text)) evidence.notes.push(text);
}

/** Rows as they are on a stage that starts at `height`. */
export function rowsAt({ appliedSteps, rowsNow }: Proof, position: number): Proof['rowsNow'] {
  return position === 0 ? new Map() : (appliedSteps[position]?.rowsBefore ?? rowsNow);
}
