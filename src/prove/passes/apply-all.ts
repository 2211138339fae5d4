import { sqlStates } from '../../database/sqlstate.js';
import type { Kind } from '../../catalog/model/object.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import { noteStopped } from './settle.js';
import { applyBelow } from './apply-below.js';
import type { Evidence } from '../evidence.js';
import type { Proof } from '../proof.js';
import { record } from './record.js';
import type { ObservedStep, ScratchRun } from '../../scratch-run/scratch-run.js';
import { assertSeedsLoaded } from './try-seed.js';

/** The scratch database after the first pass; the steps of the pass are in `appliedSteps` of the proof. */
export interface AllApplied {
  readonly run: ScratchRun;
  /** Number of migrations applied to it. */
  readonly position: number;
  /** `stop` when an up failed and the proof is to stop at the first finding. */
  readonly next: 'roll back' | 'stop';
  readonly summary: {
    readonly objects: Readonly<Partial<Record<Kind, number>>>;
    readonly notCompared: readonly string[];
  };
}

/** First pass: applies all migrations that are needed, as far as they succeed, and records the changes of each. */
export async function applyAll(proof: Proof): Promise<AllApplied> {
  const start = await applyBelow(proof);
  let { run, position } = start;
  let next: AllApplied['next'] = 'roll back';
  const needed = proof.evidence.findLastIndex(({ migration }) => proof.chosen.has(migration.name)) + 1;
  for (const [index, evidence] of proof.evidence.slice(0, needed).entries()) {
    if (index < start.position) continue;
    stopIfInterrupted(proof.signal);
    proof.observer.step({ name: evidence.migration.name, phase: 'up', number: index + 1, total: needed });
    const step = await run.step({ migration: evidence.migration, direction: 'up' });
    proof.pool.note(step, index + 1);
    evidence.milliseconds.catalog += step.catalogMilliseconds;
    if (step.outcome === 'failed') {
      next = giveUp({ proof, evidence, step });
      if (next === 'roll back' && !isUndone(step)) {
        const rebuilt = await proof.pool.replace(run, index);
        ({ run, position } = rebuilt);
        next = noteStopped(proof, rebuilt) === 'stop' ? 'stop' : next;
      }
      break;
    }
    evidence.milliseconds.up = step.result.milliseconds;
    position = index + 1;
    await record(proof, { run, step, position });
  }
  assertSeedsLoaded(proof, position);
  return { run, position, next, summary: await summaryOf(run) };
}

type FailedStep = Extract<ObservedStep, { outcome: 'failed' }>;

interface Failure {
  readonly proof: Proof;
  readonly evidence: Evidence;
  readonly step: FailedStep;
}

/** Later migrations cannot run without the failed one; earlier ones are still proven. */
function giveUp({ proof, evidence, step: { error, milliseconds } }: Failure): AllApplied['next'] {
  evidence.upError = error;
  evidence.milliseconds.up = milliseconds;
  const { kind } = proof.database.server;
  if (error.sqlState === sqlStates.insufficientPrivilege && kind === 'server')
    evidence.notes.push(missingPrivilege);
  return proof.conclude(evidence) === 'stop' ? 'stop' : 'roll back';
}

const missingPrivilege =
  'the role lacks a privilege on this server: connect as a role that has it, or prove on the embedded server with --embedded';

/** Without a transaction, the effects of statements before the failure remain, including rows. */
function isUndone({ error, changes }: FailedStep): boolean {
  return error.transaction === 'one' && changes.length === 0;
}

async function summaryOf(run: ScratchRun): Promise<AllApplied['summary']> {
  const objects: Partial<Record<Kind, number>> = {};
  for (const { kind } of run.objects.values()) objects[kind] = (objects[kind] ?? 0) + 1;
  return { objects, notCompared: await run.readNotCompared() };
}
