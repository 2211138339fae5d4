import { stopIfInterrupted } from '../../database/interruption.js';
import type { AllApplied } from './apply-all.js';
import { compareExistingRows } from '../compare-existing-rows.js';
import type { Evidence } from '../evidence.js';
import { readRowsAfter } from '../existing-rows.js';
import type { Proof } from '../proof.js';
import { noteLeft } from './record.js';
import { isSameLoss } from '../../rows/compare-rows.js';
import { isEmpty } from '../../sql-text/recognise.js';
import { tryOnExistingRows } from '../rows-trial.js';
import type { AppliedStep } from './applied-step.js';
import { isSettled, noteStopped } from './settle.js';
import type { ObservedStep, ScratchRun } from '../../scratch-run/scratch-run.js';
import { downFinding, tracesOf } from '../down-finding.js';
import { attribute, hasTriggers, withoutFailure } from '../triggers-disabled.js';
import type { Rebuilt } from '../scratch-pool.js';

/** The scratch database below the first migration to judge. */
export interface AllRolledBack {
  readonly run: ScratchRun;
  /** Number of migrations applied to it. */
  readonly position: number;
}

/**
 * Second pass: rolls back all migrations, and compares each state with the one recorded below it. Returns
 * `undefined` when the proof is to stop at a finding.
 */
export async function rollBackAll(proof: Proof, allApplied: AllApplied): Promise<AllRolledBack | undefined> {
  const { appliedSteps } = proof;
  const lowest = proof.evidence.findIndex(({ migration }) => proof.chosen.has(migration.name));
  const lowestPosition = lowest < 0 ? allApplied.position : Math.min(lowest, allApplied.position);
  let at: AllRolledBack = allApplied;
  while (at.position > lowestPosition) {
    stopIfInterrupted(proof.signal);
    const { position } = at;
    const applied = appliedSteps[position - 1];
    if (!applied) break;
    proof.observer.step({
      name: applied.migration.name,
      phase: 'down',
      number: position,
      total: appliedSteps.length,
    });
    const next = await stepDown(proof, { run: at.run, applied, position });
    at = next;
    const settled = isSettled(applied.evidence) ? proof.conclude(applied.evidence) : 'continue';
    if (settled === 'stop' || noteStopped(proof, next) === 'stop') {
      await at.run.close();
      return undefined;
    }
  }
  return at;
}

interface AppliedAt {
  readonly run: ScratchRun;
  readonly applied: AppliedStep;
  readonly position: number;
}

/** Rolls back one migration, judges it, and returns a scratch database that is exactly in the state below it. */
async function stepDown(proof: Proof, place: AppliedAt): Promise<Rebuilt> {
  const { run, applied } = place;
  const { migration, evidence } = applied;
  switch (migration.down.kind) {
    case 'disabled':
      noteIrreversible(evidence);
      return restore(proof, place);
    case 'absent':
      noteAbsent(run, applied);
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

function restore({ pool }: Proof, { run, position }: AppliedAt): Promise<Rebuilt> {
  return pool.replace(run, position - 1);
}

function noteIrreversible({ directives, notes }: Evidence): void {
  const reason = directives.irreversible?.reason;
  notes.push(
    reason
      ? `declared irreversible: ${reason}`
      : 'declared irreversible without a reason: give the reason in a comment at its down',
  );
}

/** node-pg-migrate refuses to roll back such a migration, so all changes of the up remain. */
function noteAbsent(run: ScratchRun, { evidence, changes }: AppliedStep): void {
  if (evidence.directives.irreversible) {
    noteIrreversible(evidence);
    return;
  }
  evidence.notes.push('the file has no down part');
  if (changes.length === 0) return;
  evidence.traces = downFinding(changes, { up: changes, down: [], now: run.objects });
}

async function runDown(proof: Proof, { run, applied, position }: AppliedAt): Promise<Rebuilt> {
  const { evidence, migration } = applied;
  const step = await run.step({ migration, direction: 'down' });
  proof.pool.note(step);
  evidence.milliseconds.catalog += step.catalogMilliseconds;
  if (step.outcome === 'failed') {
    evidence.milliseconds.down = step.milliseconds;
    evidence.downError = step.error;
    return restore(proof, { run, applied, position });
  }
  await compare(proof, { run, applied, step, position });
  if (!isSettled(evidence) && !evidence.traces) return { run, position: position - 1 };
  await tryAgain(proof, run, applied);
  const rebuilt = await restore(proof, { run, applied, position });
  if (rebuilt.position === position - 1) await attributeRows(proof, { run: rebuilt.run, applied });
  return rebuilt;
}

interface CompletedDown extends AppliedAt {
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
}

async function compare(proof: Proof, { run, applied, step, position }: CompletedDown): Promise<void> {
  const { evidence, changes: up } = applied;
  const { result, changes: down, after: now } = step;
  evidence.milliseconds.down = result.milliseconds;
  noteLeft(evidence, step);
  applied.downSql = result.statements.map(({ sql }) => sql);
  if (applied.downSql.every(isEmpty) && up.length > 0) evidence.notes.push('the down is empty');
  const traces = tracesOf({ up, down });
  if (traces.length > 0) evidence.traces = downFinding(traces, { up, down, now });
  await compareRows(proof, { run, applied, step, position });
}

async function compareRows(proof: Proof, { run, applied, step, position }: CompletedDown): Promise<void> {
  const { evidence } = applied;
  const above = proof.rowsNow;
  const now = await readRowsAfter(proof, {
    run,
    known: above,
    changes: step.changes,
    written: step.written,
  });
  proof.rowsNow = now;
  if (above.size === 0 && now.size === 0 && applied.rowsBefore.size === 0) return;
  const seeds = proof.seededAt !== undefined && position <= proof.seededAt ? 'above' : 'none';
  const { lost, compared } = compareExistingRows({ applied, above, now, catalog: step.after, seeds });
  evidence.rowsLost.push(...lost);
  evidence.rows.push(...compared);
}

/**
 * If the catalog was restored but rows differ, runs up and down twice more on the state before the up, with
 * triggers and without, to find out which changes triggers made.
 */
async function attributeRows(proof: Proof, { run, applied }: Omit<AppliedAt, 'position'>): Promise<void> {
  const { evidence } = applied;
  if (proof.keep === 'on' && evidence.rowsLost.length > 0) await compareKept(proof, { run, applied });
  const lost = evidence.rowsLost;
  if (lost.length === 0 || evidence.traces || !hasTriggers(run.objects)) return;
  const tables = lost.map(({ table }) => table);
  const runWith = (triggers: 'enabled' | 'disabled') =>
    withoutFailure(() => tryOnExistingRows(proof, run, { applied, tables, triggers }));
  const enabled = await runWith('enabled');
  const disabled = enabled && (await runWith('disabled'));
  if (!disabled) return;
  const again = lost.filter((one) => enabled.some((other) => isSameLoss(one, other)));
  const found = attribute(again, disabled, run.objects);
  evidence.rowsLost = [...lost.filter((one) => !again.includes(one)), ...found.lost];
  evidence.notes.push(...found.notes);
}

/** Compares existing rows once more, with --keep. */
async function compareKept(proof: Proof, { run, applied }: Omit<AppliedAt, 'position'>): Promise<void> {
  const { evidence } = applied;
  const tables = evidence.rowsLost.map(({ table }) => table);
  const kept = await withoutFailure(() =>
    tryOnExistingRows(proof, run, { applied, tables, triggers: 'enabled' }),
  );
  if (!kept) return;
  evidence.rowsLost = evidence.rowsLost.filter((one) => kept.some((other) => isSameLoss(one, other)));
  if (evidence.rowsLost.length === 0)
    evidence.notes.push(
      `--keep keeps what the up destroys of the existing rows, and the down restores it: ${tables.join(', ')}`,
    );
}

/** Tests whether the traces of the down also make the second up fail. */
async function tryAgain(proof: Proof, run: ScratchRun, { migration, evidence }: AppliedStep): Promise<void> {
  const step = await run.step({ migration, direction: 'up' });
  proof.pool.note(step);
  evidence.milliseconds.catalog += step.catalogMilliseconds;
  evidence.milliseconds.upAgain = step.outcome === 'done' ? step.result.milliseconds : step.milliseconds;
  if (step.outcome === 'failed') evidence.upAgainError = step.error;
}
