import type { CompletedStep } from './step-at.js';
import { readRowsAfter } from '../existing-rows.js';
import { readAllRows } from '../../rows/all-rows.js';
import type { Evidence } from '../evidence.js';
import type { Proof } from '../proof.js';
import { trySeed } from './try-seed.js';

/**
 * Records the changes of an up, which its down must undo. Repeated whenever the state is rebuilt, because a
 * migration that uses the current time produces a different state each time.
 */
export async function record(proof: Proof, { run, position, step }: CompletedStep): Promise<void> {
  const { result, changes } = step;
  const evidence = proof.evidence[position - 1];
  if (!evidence) throw new Error(`there is no migration at position ${position}`);
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

/**
 * Notes session state that a step leaves: here as in a live run, each step starts in a clean session, so later
 * steps must not rely on it.
 */
export function noteLeft(evidence: Evidence, { result, left }: CompletedStep['step']): void {
  if (left.length === 0) return;
  const text = `the ${result.direction} leaves session state behind: ${left.join(', ')}; it was reset for the next migration`;
  if (!evidence.notes.includes(text)) evidence.notes.push(text);
}

/** Returns the rows of a scratch database that starts at `position`. */
export function rowsAt({ appliedSteps, rowsNow }: Proof, position: number): Proof['rowsNow'] {
  return position === 0 ? new Map() : (appliedSteps[position]?.rowsBefore ?? rowsNow);
}
