import type { Kind } from '../catalog/object.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Evidence } from './evidence.js';
import { readAllRows, readRowsAfter } from './existing-rows.js';
import type { Proof } from './prove.js';
import type { Rung } from './rung.js';
import type { ObservedStep, Stage } from './stage.js';

/** The stage at the top of the ladder, and what was recorded on the way. */
export interface Top {
  readonly stage: Stage;
  readonly rungs: readonly Rung[];
  readonly summary: {
    readonly objects: Readonly<Partial<Record<Kind, number>>>;
    readonly notCompared: readonly string[];
  };
}

/** First pass: all up, as far as they go and are needed, recording what each changes. */
export async function climb(proof: Proof): Promise<Top> {
  let stage = await proof.workshop.openEmpty();
  const rungs: Rung[] = [];
  const needed = proof.evidence.findLastIndex(({ migration }) => proof.chosen.has(migration.name)) + 1;
  for (const [index, evidence] of proof.evidence.slice(0, needed).entries()) {
    stopIfInterrupted(proof.interruption);
    proof.observer.step({ name: evidence.migration.name, phase: 'up', number: index + 1, total: needed });
    const step = await stage.step({ migration: evidence.migration, direction: 'up' });
    proof.workshop.note(step, index + 1);
    evidence.milliseconds.catalog += step.catalogMilliseconds;
    if (step.outcome === 'failed') {
      stage = await giveUp({ proof, stage, evidence, step, height: index });
      break;
    }
    rungs.push(await record(proof, { stage, evidence, step, height: index + 1 }));
  }
  return { stage, rungs, summary: summaryOf(stage) };
}

interface Failure {
  readonly proof: Proof;
  readonly stage: Stage;
  readonly evidence: Evidence;
  readonly step: Extract<ObservedStep, { outcome: 'failed' }>;
  readonly height: number;
}

/** The others cannot run without it; what it did outside of a transaction is undone with the stage. */
async function giveUp({ proof, stage, evidence, step, height }: Failure): Promise<Stage> {
  evidence.upError = step.error;
  evidence.milliseconds.up = step.milliseconds;
  proof.conclude(evidence);
  return step.changes.length === 0 ? stage : proof.workshop.replace(stage, height);
}

interface Recording {
  readonly stage: Stage;
  readonly evidence: Evidence;
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
  readonly height: number;
}

async function record(proof: Proof, { stage, evidence, step, height }: Recording): Promise<Rung> {
  const { result, changes } = step;
  evidence.climbed = 'yes';
  evidence.milliseconds.up = result.milliseconds;
  const upSql = result.statements.map(({ sql }) => sql);
  const rowsBefore = proof.rowsNow;
  const rowsAfterUp = await readRowsAfter(proof, { stage, known: rowsBefore, changes, sql: upSql });
  const seeded = await trySeed(proof, stage, height);
  proof.rowsNow = seeded === 'yes' ? await readAllRows(stage.watcher, proof.config) : rowsAfterUp;
  return { migration: evidence.migration, evidence, changes, upSql, rowsBefore, rowsAfterUp };
}

/** SQLSTATEs that mean "not there yet": undefined table, column, object, function, schema. */
const notThereYet = new Set(['42P01', '42703', '42704', '42883', '3F000']);

async function trySeed(proof: Proof, stage: Stage, height: number): Promise<'yes' | 'no'> {
  if (!proof.seed || proof.seededAt !== undefined) return 'no';
  try {
    await proof.seed(stage.watcher);
    proof.seededAt = height;
    return 'yes';
  } catch (error) {
    const code =
      error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : '';
    if (!notThereYet.has(String(code))) throw error;
    return 'no';
  }
}

function summaryOf({ state }: Stage): Top['summary'] {
  const objects: Partial<Record<Kind, number>> = {};
  for (const { kind } of state.objects.values()) objects[kind] = (objects[kind] ?? 0) + 1;
  return { objects, notCompared: state.notCompared };
}
