import { describeSession, wholeSeconds } from '../../database/blocking-sessions.js';
import type { LockWaitNote } from '../../database/lock-wait-note.js';
import { assertNever, type BlockingSession } from '../../errors.js';
import type { RunNote } from '../../run/run-migrations.js';
import { formatDuration } from '../text/format-number.js';
import { renderKeptByStep } from '../keep/run-text.js';
import type { RollbackTextOptions } from './rollback-text.js';
import { goesAlongLines, renderRollbackFinding } from './rollback-text.js';

/** Limit of listed names; a busy database can have thousands. */
const shownNames = 20;

/** A message about a run, for standard error. */
export function renderRunNote(note: RunNote, options: RollbackTextOptions): string {
  const { paint } = options;
  switch (note.kind) {
    case 'rehearsing':
      return paint.dim(`proving on a scratch database first: ${note.names.join(', ')}`);
    case 'retrying':
      return paint.yellow(
        `${note.reason} in ${note.name}${blockedText(note.blockedBy)}; retrying in ${formatDuration(note.pause)} (attempt ${note.attempt + 1})`,
      );
    case 'waiting-for-lock':
      return renderLockWait(note);
    case 'not-verified':
      return paint.yellow(`the rollback of ${note.name} is not verified: --no-history`);
    case 'reordered':
      return [
        paint.yellow('column order differs from before the up; PostgreSQL cannot restore it:'),
        renderRollbackFinding(note.finding, options),
      ].join('\n');
    case 'left-traces':
      return [
        paint.yellow(
          note.why === 'accepted'
            ? `the down of ${note.finding.migration} is not an exact inverse; committed anyway (--accept-traces):`
            : `the down of ${note.finding.migration} is not an exact inverse, and it ran without a transaction, so it cannot be undone:`,
        ),
        renderRollbackFinding(note.finding, options),
      ].join('\n');
    case 'went-along':
      return [
        `dropped with objects of ${note.finding.migration}, added by others:`,
        ...goesAlongLines(note.finding, 'went').map((line) => `  ${line}`),
      ].join('\n');
    case 'kept':
      return renderKeptByStep(note, paint);
    case 'not-restored':
      return paint.yellow(
        `data kept by the inverse of this step of ${note.name} was not restored (${note.why === 'no history' ? '--no-history' : '--no-keep'}); roundtrip kept lists it`,
      );
    case 'invalid-indexes':
      return paint.yellow(
        `INVALID index left behind, drop it: ${note.names.map((name) => `DROP INDEX CONCURRENTLY ${name};`).join(' ')}`,
      );
    case 'session-state':
      return paint.yellow(
        `the ${note.direction} of ${note.name} left session state behind: ${note.left.join(', ')}; it was reset for the next migration`,
      );
    case 'changed-by-others':
      return paint.dim(
        `changed concurrently by other sessions, not by this migration: ${note.names.slice(0, shownNames).join(', ')}${
          note.names.length > shownNames ? `, and ${note.names.length - shownNames} more` : ''
        }`,
      );
    case 'down-edited':
      return paint.dim(`only the down was edited since it was applied: ${note.names.join(', ')}`);
    case 'squashed':
      return paint.dim(
        `recorded without running: ${note.name}, in place of ${note.count} applied migrations`,
      );
    default:
      return assertNever(note);
  }
}

/** `waiting 3 s for psql (pid 4711, user alice, idle in transaction …): ACCESS EXCLUSIVE on public.users` */
export function renderLockWait(note: LockWaitNote): string {
  if (note.phase === 'ended') return 'the lock is free';
  const { seconds, lock, blockedBy } = note;
  const who = blockedBy.length === 0 ? 'a lock' : blockedBy.map(describeSession).join(' and ');
  return `waiting ${wholeSeconds(seconds)} for ${who}${lock === null ? '' : `: ${lock}`}`;
}

function blockedText(blockedBy: readonly BlockingSession[]): string {
  return blockedBy.length === 0 ? '' : `, blocked by ${blockedBy.map(describeSession).join(' and ')}`;
}
