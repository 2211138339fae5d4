import { stateBelow } from '../../catalog/model/compose-changes.js';
import { subject, type Difference } from '../../catalog/model/diff.js';
import { keyOf, type CatalogObject, type Snapshot } from '../../catalog/model/object.js';
import { diff } from '../../catalog/model/diff.js';
import { toSnapshot } from '../../catalog/model/snapshot.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import type { AllRolledBack } from './roll-back-all.js';
import { isSettled, noteStopped } from './settle.js';
import { proveRows } from '../generated-rows.js';
import type { Proof } from '../proof.js';
import type { AppliedStep } from './applied-step.js';
import type { ObservedStep, ScratchRun } from '../../scratch-run/scratch-run.js';
import type { Rebuilt } from '../scratch-pool.js';

/** Third pass: all up again, each compared with the state that the first way up recorded. */
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

/** Goes up, compares, and returns a stage that is exactly at the recorded state. */
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

/** Both ups began at the same state, so only objects that one of them changed can differ. */
function arrivalOf(first: readonly Difference[], { changes, after }: ObservedStep): readonly Difference[] {
  const once = arrival(first);
  const again = arrival(changes);
  const start = new Map(changes.map((difference) => [keyOf(subject(difference)), difference.before]));
  const before = { get: (key: string) => (start.has(key) ? start.get(key) : after.get(key)) };
  const keys = new Set([...once.keys(), ...again.keys()]);
  const pick = (side: ReadonlyMap<string, CatalogObject | undefined>) =>
    toSnapshot([...keys].flatMap((key) => (side.has(key) ? side.get(key) : before.get(key)) ?? []));
  return diff(pick(once), pick(again));
}

/** What a step left of each object that it changed; `undefined` when it is gone. */
function arrival(changes: readonly Difference[]): ReadonlyMap<string, CatalogObject | undefined> {
  return new Map(changes.map((difference) => [keyOf(subject(difference)), difference.after]));
}

function arrivedAt(step: ObservedStep, changes: readonly Difference[]): Snapshot {
  const there = new Map(stateBelow(step.after, step.changes));
  for (const [key, object] of arrival(changes)) {
    if (object) there.set(key, object);
    else there.delete(key);
  }
  return there;
}
