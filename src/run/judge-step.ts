import { composeChanges, stateAbove, stateBelow } from '../catalog/compose-changes.js';
import { changesBetween, type Difference } from '../catalog/diff.js';
import type { CatalogChange } from '../catalog/live-catalog.js';
import type { Detail, Outcome } from '../history/history-entry.js';
import type { Step, StepResult } from '../migrations/step.js';
import type { Allowance } from './allowance.js';
import { alongDetail, traceDetail } from './history-detail.js';
import type { LiveRecord } from './live-record.js';
import { InexactRollback, judgeRollback } from './rollback-finding.js';
import type { RunObserver } from './run-options.js';
import type { EarlierChange } from './separate-statements.js';

export interface StepToJudge {
  readonly step: Step;
  readonly transaction: StepResult['transaction'];
  /** What this attempt changed, and what one before it had. */
  readonly change: CatalogChange;
  readonly earlier: EarlierChange | undefined;
  readonly record: LiveRecord;
  readonly allowance: Allowance;
  readonly observer: RunObserver;
}

export interface JudgedStep {
  readonly outcome: Outcome;
  /** What the whole step changed; `null` where that is not known. */
  readonly changes: readonly Difference[] | null;
  readonly detail: Detail;
}

/**
 * Holds a down against what its up did.
 * @throws InexactRollback when it is not the exact inverse and can still be taken back
 */
export function judgeStep(judged: StepToJudge): JudgedStep {
  const { step, change, earlier, record, allowance } = judged;
  const changes = wholeChanges(change, earlier);
  const known = step.direction === 'down' ? record.recordOf(step.migration.name) : undefined;
  if (step.direction === 'up') return { outcome: 'done', changes, detail: {} };
  if (!known) return { outcome: 'accepted-traces', changes, detail: {} };
  const whole = earlier ? wholeChange(change, { earlier, up: known.up }) : change;
  const verdict = judgeRollback({
    migration: step.migration,
    on: 'database',
    record: known,
    change: whole,
    major: record.means.major,
    allowance,
  });
  return { changes, ...concludeOn(verdict, judged) };
}

function concludeOn(
  { kind, finding }: ReturnType<typeof judgeRollback>,
  { transaction, observer }: StepToJudge,
): Omit<JudgedStep, 'changes'> {
  switch (kind) {
    case 'exact':
    case 'reordered':
      if (kind === 'reordered') observer.noted?.({ kind, finding });
      if (finding.goesAlong.length > 0) observer.noted?.({ kind: 'went-along', finding });
      return { outcome: 'done', detail: alongDetail(finding) };
    case 'accepted':
      observer.noted?.({ kind: 'left-traces', finding, why: 'accepted' });
      return {
        outcome: 'accepted-traces',
        detail: { traces: traceDetail(finding), ...alongDetail(finding) },
      };
    case 'not-exact':
      if (transaction === 'one') throw new InexactRollback(finding);
      observer.noted?.({ kind: 'left-traces', finding, why: 'too-late' });
      return { outcome: 'left-traces', detail: { traces: traceDetail(finding), ...alongDetail(finding) } };
  }
}

/** Together with what the attempt before had changed. */
export function wholeChanges(
  { changes }: CatalogChange,
  earlier: EarlierChange | undefined,
): readonly Difference[] | null {
  if (!earlier) return changes;
  return earlier.kind === 'known' ? composeChanges(earlier.changes, changes) : null;
}

/**
 * Since before the first attempt. Where nobody noted what that changed, the objects of the up are taken to
 * have been as the up left them.
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
