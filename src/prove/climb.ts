import type { Kind } from '../catalog/object.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Evidence } from './evidence.js';
import { readAllRows, readRowsAfter } from './existing-rows.js';
import type { Proof } from './prove.js';
import type { Rung } from './rung.js';
import type { ObservedStep, Stage } from './stage.js';
import { refuseUnloadedSeeds, trySeed } from './try-seed.js';

/** The stage at the top of the ladder, and what was recorded on the way. */
export interface Top {
  readonly stage: Stage;
  readonly rungs: readonly Rung[];
  /** `stop` when an up failed and the proof is to stop at the first finding. */
  readonly next: 'descend' | 'stop';
  readonly summary: {
    readonly objects: Readonly<Partial<Record<Kind, number>>>;
    readonly notCompared: readonly string[];
  };
}

/** First pass: all up, as far as they go and are needed, recording what each changes. */
export async function climb(proof: Proof): Promise<Top> {
  let stage = await proof.workshop.openEmpty();
  const rungs: Rung[] = [];
  let next: Top['next'] = 'descend';
  const needed = proof.evidence.findLastIndex(({ migration }) => proof.chosen.has(migration.name)) + 1;
  for (const [index, evidence] of proof.evidence.slice(0, needed).entries()) {
    stopIfInterrupted(proof.interruption);
    proof.observer.step({ name: evidence.migration.name, phase: 'up', number: index + 1, total: needed });
    const step = await stage.step({ migration: evidence.migration, direction: 'up' });
    proof.workshop.note(step, index + 1);
    evidence.milliseconds.catalog += step.catalogMilliseconds;
    if (step.outcome === 'failed') {
      next = giveUp({ proof, evidence, step });
      if (next === 'descend' && !isUndone(step)) stage = await proof.workshop.replace(stage, index);
      break;
    }
    rungs.push(await record(proof, { stage, evidence, step, height: index + 1 }));
  }
  refuseUnloadedSeeds(proof, rungs.length);
  return { stage, rungs, next, summary: summaryOf(stage) };
}

type FailedStep = Extract<ObservedStep, { outcome: 'failed' }>;

interface Failure {
  readonly proof: Proof;
  readonly evidence: Evidence;
  readonly step: FailedStep;
}

/** The migrations above cannot run without it; those below are proven all the same. */
function giveUp({ proof, evidence, step: { error, milliseconds } }: Failure): Top['next'] {
  evidence.upError = error;
  evidence.milliseconds.up = milliseconds;
  const { kind } = proof.database.server;
  if (error.sqlState === '42501' && kind === 'server') evidence.notes.push(missingPrivilege);
  return proof.conclude(evidence) === 'stop' ? 'stop' : 'descend';
}

const missingPrivilege =
  'the role lacks a privilege on this server: connect as one that has it, or prove on a server of its own with --embedded';

/** Outside of a transaction, what ran before the failure stays, rows included. */
function isUndone({ error, changes }: FailedStep): boolean {
  return error.transaction === 'one' && changes.length === 0;
}

interface Recording {
  readonly stage: Stage;
  readonly evidence: Evidence;
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
  readonly height: number;
}

async function record(proof: Proof, { stage, evidence, step, height }: Recording): Promise<Rung> {
  const { result, changes } = step;
  evidence.milliseconds.up = result.milliseconds;
  const upSql = result.statements.map(({ sql }) => sql);
  const rowsBefore = proof.rowsNow;
  const rowsAfterUp = await readRowsAfter(proof, { stage, known: rowsBefore, changes, sql: upSql });
  const seeded = await trySeed(proof, stage, height);
  proof.rowsNow = seeded === 'yes' ? await readAllRows(stage.watcher, proof.config) : rowsAfterUp;
  return { migration: evidence.migration, evidence, changes, upSql, rowsBefore, rowsAfterUp };
}

function summaryOf({ state }: Stage): Top['summary'] {
  const objects: Partial<Record<Kind, number>> = {};
  for (const { kind } of state.objects.values()) objects[kind] = (objects[kind] ?? 0) + 1;
  return { objects, notCompared: state.notCompared };
}
