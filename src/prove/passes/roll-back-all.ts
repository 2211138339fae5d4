import { stopIfInterrupted } from '../../database/interruption.js';
import type { Top } from './apply-all.js';
import { compareExistingRows } from '../compare-existing-rows.js';
import type { Evidence } from '../evidence.js';
import { readRowsAfter } from '../existing-rows.js';
import type { Proof } from '../proof.js';
import { noteLeft } from './record.js';
import { isSameLoss } from '../../rows/compare-rows.js';
import { tryOnExistingRows } from '../rows-trial.js';
import type { Rung } from './applied-step.js';
import { isSettled, noteStopped } from './settle.js';
import type { ObservedStep, Stage } from '../../scratch-run/scratch-run.js';
import { downFinding, tracesOf } from '../down-finding.js';
import { attribute, hasTriggers, withoutFailure } from '../triggers-disabled.js';
import type { Remade } from '../scratch-pool.js';

/** The stage below the last migration to judge. */
export interface Bottom {
  readonly stage: Stage;
  /** How many migrations are applied on the stage. */
  readonly height: number;
}

/**
 * Second pass: all down, each compared with the state that was recorded below it. Ends early,
 * with nothing to go up from, when the proof is to stop at a finding.
 */
export async function descend(proof: Proof, top: Top): Promise<Bottom | undefined> {
  const { rungs } = proof;
  const lowest = proof.evidence.findIndex(({ migration }) => proof.chosen.has(migration.name));
  const floor = lowest < 0 ? top.height : Math.min(lowest, top.height);
  let at: Bottom = top;
  while (at.height > floor) {
    stopIfInterrupted(proof.interruption);
    const { height } = at;
    const rung = rungs[height - 1];
    if (!rung) break;
    proof.observer.step({ name: rung.migration.name, phase: 'down', number: height, total: rungs.length });
    const landed = await stepDown(proof, { stage: at.stage, rung, height });
    at = landed;
    const settled = isSettled(rung.evidence) ? proof.conclude(rung.evidence) : 'continue';
    if (settled === 'stop' || noteStopped(proof, landed) === 'stop') {
      await at.stage.close();
      return undefined;
    }
  }
  return at;
}

interface Place {
  readonly stage: Stage;
  readonly rung: Rung;
  readonly height: number;
}

/** Goes one migration down, judges it, and returns a stage that is exactly at the state below. */
async function stepDown(proof: Proof, place: Place): Promise<Remade> {
  const { stage, rung } = place;
  const { migration, evidence } = rung;
  switch (migration.down.kind) {
    case 'disabled':
      noteIrreversible(evidence);
      return restore(proof, place);
    case 'absent':
      noteAbsent(stage, rung);
      return restore(proof, place);
    case 'inferred':
      evidence.notes.push(
        'no down is exported: node-pg-migrate infers it from the up, which is unsafe with ifNotExists, replace, cascade and renames',
      );
      return runDown(proof, place);
    case 'written':
      return runDown(proof, place);
  }
}

function restore({ workshop }: Proof, { stage, height }: Place): Promise<Remade> {
  return workshop.replace(stage, height - 1);
}

function noteIrreversible({ directives, notes }: Evidence): void {
  const reason = directives.irreversible?.reason;
  notes.push(
    reason
      ? `declared irreversible: ${reason}`
      : 'declared irreversible, without a reason: say why in a comment at its down',
  );
}

/** node-pg-migrate refuses to roll such a migration back, so all that the up made stays. */
function noteAbsent(stage: Stage, { evidence, changes }: Rung): void {
  if (evidence.directives.irreversible) {
    noteIrreversible(evidence);
    return;
  }
  evidence.notes.push('the file has no down part');
  if (changes.length === 0) return;
  evidence.traces = downFinding(changes, { up: changes, down: [], now: stage.objects });
}

async function runDown(proof: Proof, { stage, rung, height }: Place): Promise<Remade> {
  const { evidence, migration } = rung;
  const step = await stage.step({ migration, direction: 'down' });
  proof.workshop.note(step);
  evidence.milliseconds.catalog += step.catalogMilliseconds;
  if (step.outcome === 'failed') {
    evidence.milliseconds.down = step.milliseconds;
    evidence.downError = step.error;
    return restore(proof, { stage, rung, height });
  }
  await compare(proof, { stage, rung, step, height });
  if (!isSettled(evidence) && !evidence.traces) return { stage, height: height - 1 };
  await tryAgain(proof, stage, rung);
  const remade = await restore(proof, { stage, rung, height });
  if (remade.height === height - 1) await attributeRows(proof, { stage: remade.stage, rung });
  return remade;
}

interface Landing extends Place {
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
}

async function compare(proof: Proof, { stage, rung, step, height }: Landing): Promise<void> {
  const { evidence, changes: up } = rung;
  const { result, changes: down, after: now } = step;
  evidence.milliseconds.down = result.milliseconds;
  noteLeft(evidence, step);
  rung.downSql = result.statements.map(({ sql }) => sql);
  if (rung.downSql.every(isBlank) && up.length > 0) evidence.notes.push('the down is empty');
  const traces = tracesOf({ up, down });
  if (traces.length > 0) evidence.traces = downFinding(traces, { up, down, now });
  await compareRows(proof, { stage, rung, step, height });
}

async function compareRows(proof: Proof, { stage, rung, step, height }: Landing): Promise<void> {
  const { evidence } = rung;
  const above = proof.rowsNow;
  const now = await readRowsAfter(proof, {
    stage,
    known: above,
    changes: step.changes,
    written: step.written,
  });
  proof.rowsNow = now;
  if (above.size === 0 && now.size === 0 && rung.rowsBefore.size === 0) return;
  const seeds = proof.seededAt !== undefined && height <= proof.seededAt ? 'above' : 'none';
  const { lost, compared } = compareExistingRows({ rung, above, now, catalog: step.after, seeds });
  evidence.rowsLost.push(...lost);
  evidence.rows.push(...compared);
}

/**
 * Where the catalog is back and rows are not, up and down run twice more on the state before the up, with triggers and
 * without, to tell what these wrote.
 */
async function attributeRows(proof: Proof, { stage, rung }: Omit<Place, 'height'>): Promise<void> {
  const { evidence } = rung;
  const lost = evidence.rowsLost;
  if (lost.length === 0 || evidence.traces || !hasTriggers(stage.objects)) return;
  const tables = lost.map(({ table }) => table);
  const run = (triggers: 'enabled' | 'disabled') =>
    withoutFailure(() => tryOnExistingRows(proof, stage, { rung, tables, triggers }));
  const enabled = await run('enabled');
  const disabled = enabled && (await run('disabled'));
  if (!disabled) return;
  const again = lost.filter((one) => enabled.some((other) => isSameLoss(one, other)));
  const found = attribute(again, disabled, stage.objects);
  evidence.rowsLost = [...lost.filter((one) => !again.includes(one)), ...found.lost];
  evidence.notes.push(...found.notes);
}

/** Whether what the down left behind also stops the second up. */
async function tryAgain(proof: Proof, stage: Stage, { migration, evidence }: Rung): Promise<void> {
  const step = await stage.step({ migration, direction: 'up' });
  proof.workshop.note(step);
  evidence.milliseconds.catalog += step.catalogMilliseconds;
  evidence.milliseconds.upAgain = step.outcome === 'done' ? step.result.milliseconds : step.milliseconds;
  if (step.outcome === 'failed') evidence.upAgainError = step.error;
}

/** Nothing but comments: the down part of an SQL file that was left empty. */
function isBlank(sql: string): boolean {
  return /^[\s;]*$/.test(sql.replace(/--.*$/gm, ''));
}
