import { stateBelow } from '../../catalog/model/compose-changes.js';
import { subject, type Difference } from '../../catalog/model/diff.js';
import { keyOf, type CatalogObject, type Snapshot } from '../../catalog/model/object.js';
import { diff } from '../../catalog/model/diff.js';
import { toSnapshot } from '../../catalog/model/snapshot.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import type { Bottom } from './roll-back-all.js';
import { isSettled, noteStopped } from './settle.js';
import { proveRows } from '../generated-rows.js';
import type { Proof } from '../proof.js';
import type { Rung } from './applied-step.js';
import type { ObservedStep, Stage } from '../../scratch-run/scratch-run.js';
import type { Remade } from '../scratch-pool.js';

/** Third pass: all up again, each compared with the state that the first way up recorded. */
export async function climbAgain(proof: Proof, { stage: bottom, height: floor }: Bottom): Promise<Stage> {
  const { rungs } = proof;
  let stage = bottom;
  for (let height = floor + 1; height <= rungs.length; height += 1) {
    stopIfInterrupted(proof.interruption);
    const rung = rungs[height - 1];
    if (!rung) break;
    const { evidence, migration } = rung;
    proof.observer.step({ name: migration.name, phase: 'up-again', number: height, total: rungs.length });
    const settled = isSettled(evidence);
    if (!settled) stage = await proveRows(proof, { stage, rung });
    const remade = await stepUp(proof, { stage, rung, height });
    stage = remade.stage;
    if (!settled && proof.conclude(evidence) === 'stop') break;
    if (remade.height < height) {
      noteStopped(proof, remade);
      break;
    }
  }
  return stage;
}

interface Place {
  readonly stage: Stage;
  readonly rung: Rung;
  readonly height: number;
}

/** Goes up, compares, and returns a stage that is exactly at the recorded state. */
async function stepUp(proof: Proof, { stage, rung, height }: Place): Promise<Remade> {
  const { evidence, migration, changes } = rung;
  const step = await stage.step({ migration, direction: 'up' });
  proof.workshop.note(step);
  const settled = isSettled(evidence);
  evidence.milliseconds.catalog += step.catalogMilliseconds;
  if (step.outcome === 'failed') {
    if (!settled) evidence.upAgainError = step.error;
    evidence.milliseconds.upAgain ??= step.milliseconds;
    return proof.workshop.replace(stage, height);
  }
  evidence.milliseconds.upAgain ??= step.result.milliseconds;
  const differences = arrivalOf(changes, step);
  if (differences.length === 0) return { stage, height };
  if (!settled) evidence.arrival = { differences, before: arrivedAt(step, changes), after: step.after };
  return proof.workshop.replace(stage, height);
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
