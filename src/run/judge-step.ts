import { composeChanges, stateAbove, stateBelow } from '../catalog/model/net-change.js';
import { changesBetween, type Difference } from '../catalog/model/diff.js';
import type { CatalogChange } from '../catalog/observe/separate-changes.js';
import type { Detail, Outcome } from '../history/history-entry.js';
import type { Step, StepResult } from '../migrations/step.js';
import type { Allowance } from './allowance.js';
import { alongDetail, traceDetail } from './history-detail.js';
import type { LiveRecord } from './live-record.js';
import {
  InexactRollback,
  judgeRollback,
  type JudgedRollback,
  type RollbackVerdict,
} from './rollback-finding.js';
import type { RunNote } from './run-options.js';
import type { EarlierChange } from './separate-statements.js';

export interface StepToJudge {
  readonly step: Step;
  readonly transaction: StepResult['transaction'];
  /** Changes of this attempt, and of an interrupted one before it. */
  readonly change: CatalogChange;
  readonly earlier: EarlierChange | undefined;
  readonly record: LiveRecord;
  readonly allowance: Allowance;
}

export interface JudgedStep {
  readonly outcome: Outcome;
  /** Changes of the whole step; `null` where they are not known. */
  readonly changes: readonly Difference[] | null;
  readonly detail: Detail;
  /** Remarks on a rollback, to be reported after its transaction has ended. */
  readonly remarks: readonly RollbackRemark[];
}

export interface RollbackRemark {
  readonly kind: 'reordered' | 'went-along' | 'accepted' | 'too-late';
  readonly rollback: JudgedRollback;
}

/**
 * Compares the changes of a down with those of its up.
 * @throws InexactRollback when it is not the exact inverse and its transaction can still be rolled back
 */
export function judgeStep(judged: StepToJudge): JudgedStep {
  const { step, change, earlier, record, allowance } = judged;
  const changes = wholeChanges(change, earlier);
  const known = step.direction === 'down' ? record.recordOf(step.migration.name) : undefined;
  if (step.direction === 'up') return { outcome: 'done', changes, detail: {}, remarks: [] };
  if (!known) return { outcome: 'accepted-traces', changes, detail: {}, remarks: [] };
  const whole = earlier ? wholeChange(change, { earlier, up: known.up }) : change;
  const verdict = judgeRollback({
    migration: step.migration,
    on: 'database',
    record: known,
    change: whole,
    major: record.context.major,
    allowance,
  });
  return { changes, ...concludeOn(verdict, judged.transaction) };
}

function concludeOn(
  { kind, rollback }: RollbackVerdict,
  transaction: StepResult['transaction'],
): Omit<JudgedStep, 'changes'> {
  const along = alongDetail(rollback);
  const traces = { traces: traceDetail(rollback), ...along };
  switch (kind) {
    case 'exact':
    case 'reordered':
      return { outcome: 'done', detail: along, remarks: remarksOn(rollback, kind) };
    case 'accepted':
      return { outcome: 'accepted-traces', detail: traces, remarks: [{ kind, rollback }] };
    case 'not-exact':
      if (transaction === 'one') throw new InexactRollback(rollback);
      return { outcome: 'left-traces', detail: traces, remarks: [{ kind: 'too-late', rollback }] };
  }
}

function remarksOn(rollback: JudgedRollback, kind: 'exact' | 'reordered'): readonly RollbackRemark[] {
  return [
    ...(kind === 'reordered' ? [{ kind, rollback }] : []),
    ...(rollback.goesAlong.length > 0 ? [{ kind: 'went-along', rollback } as const] : []),
  ];
}

/** Plans repairs, which takes time, so it must not be called while the rollback holds its locks. */
export function noteOf({ kind, rollback }: RollbackRemark): RunNote {
  const finding = rollback.describe();
  switch (kind) {
    case 'reordered':
    case 'went-along':
      return { kind, finding };
    case 'accepted':
    case 'too-late':
      return { kind: 'left-traces', finding, why: kind };
  }
}

/** Combines the changes of this attempt with those of the earlier one. */
export function wholeChanges(
  { changes }: CatalogChange,
  earlier: EarlierChange | undefined,
): readonly Difference[] | null {
  if (!earlier) return changes;
  return earlier.kind === 'known' ? composeChanges(earlier.changes, changes) : null;
}

/**
 * Returns the change since before the first attempt. Where the changes of that attempt were not recorded, the
 * objects of the up are assumed to have been in the state that the up left.
 */
function wholeChange(
  { before: between, after, changes }: CatalogChange,
  { earlier, up }: { readonly earlier: EarlierChange; readonly up: readonly Difference[] },
): CatalogChange {
  if (earlier.kind === 'known') {
    const before = stateBelow(between, earlier.changes);
    return { before, after, changes: composeChanges(earlier.changes, changes) };
  }
  const before = stateAbove(between, up);
  return { before, after, changes: changesBetween(before, after) };
}
