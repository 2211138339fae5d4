import { netChange, reverse, stateAbove, stateBelow } from '../../catalog/model/net-change.js';
import { diff, type Difference } from '../../catalog/model/diff.js';
import type { Snapshot } from '../../catalog/model/object.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import type { AllRolledBack } from './roll-back-all.js';
import { isSettled, noteStopped } from './settle.js';
import { proveRows } from '../generated-rows.js';
import type { Proof } from '../proof.js';
import type { AppliedStep } from './applied-step.js';
import type { ObservedStep, ScratchRun } from '../../scratch-run/scratch-run.js';
import type { Rebuilt } from '../scratch-pool.js';

/** Third pass: reapplies all migrations, and compares each state with the one recorded in the first pass. */
export async function reapplyAll(
  proof: Proof,
  { run: allRolledBack, position: lowestPosition }: AllRolledBack,
): Promise<ScratchRun> {
  const { appliedSteps } = proof;
  let run = allRolledBack;
  for (let position = lowestPosition + 1; position <= appliedSteps.length; position += 1) {
    stopIfInterrupted(proof.signal);
    const applied = appliedSteps[position - 1];
    if (!applied) break;
    const { evidence, migration } = applied;
    proof.observer.step({
      name: migration.name,
      phase: 'up-again',
      number: position,
      total: appliedSteps.length,
    });
    const settled = isSettled(evidence);
    if (!settled) run = await proveRows(proof, { scratchRun: run, applied });
    const rebuilt = await stepUp(proof, { run, applied, position });
    run = rebuilt.run;
    if (!settled && proof.conclude(evidence) === 'stop') break;
    if (rebuilt.position < position) {
      noteStopped(proof, rebuilt);
      break;
    }
  }
  return run;
}

interface AppliedAt {
  readonly run: ScratchRun;
  readonly applied: AppliedStep;
  readonly position: number;
}

/** Applies a migration, compares, and returns a scratch database that is exactly in the recorded state. */
async function stepUp(proof: Proof, { run, applied, position }: AppliedAt): Promise<Rebuilt> {
  const { evidence, migration, changes } = applied;
  const step = await run.step({ migration, direction: 'up' });
  proof.pool.note(step);
  const settled = isSettled(evidence);
  evidence.milliseconds.catalog += step.catalogMilliseconds;
  if (step.outcome === 'failed') {
    if (!settled) evidence.upAgainError = step.error;
    evidence.milliseconds.upAgain ??= step.milliseconds;
    return proof.pool.replace(run, position);
  }
  evidence.milliseconds.upAgain ??= step.result.milliseconds;
  const differences = arrivalOf(changes, step);
  if (differences.length === 0) return { run, position };
  if (!settled) evidence.arrival = { differences, before: arrivedAt(step, changes), after: step.after };
  return proof.pool.replace(run, position);
}

/** Returns the difference between the states after the first and the second up; both began in the same state. */
function arrivalOf(first: readonly Difference[], { changes }: ObservedStep): readonly Difference[] {
  const { before, after } = netChange(reverse(first), changes);
  return diff(before, after);
}

function arrivedAt(step: ObservedStep, changes: readonly Difference[]): Snapshot {
  return stateAbove(stateBelow(step.after, step.changes), changes);
}
