import { assertNever } from '../../errors.js';
import type { RunNote } from '../../run/run-migrations.js';
import { formatDuration } from '../text/format-number.js';
import type { RollbackTextOptions } from './rollback-text.js';
import { goesAlongLines, renderRollbackFinding } from './rollback-text.js';

/** Of a job that makes objects all the time there can be thousands. */
const shownNames = 20;

/** A message about a run, for standard error. */
export function renderRunNote(note: RunNote, options: RollbackTextOptions): string {
  const { paint } = options;
  switch (note.kind) {
    case 'rehearsing':
      return paint.dim(`proving on a scratch database first: ${note.names.join(', ')}`);
    case 'retrying':
      return paint.yellow(
        `${note.name} ${note.reason === 'deadlock' ? 'and another session waited for each other (deadlock)' : 'waited too long for a lock and let go'}; attempt ${note.attempt + 1} in ${formatDuration(note.pause)}`,
      );
    case 'not-verified':
      return paint.yellow(`the rollback of ${note.name} is not verified: --no-history`);
    case 'reordered':
      return [
        paint.yellow('the order of columns is not what it was, which PostgreSQL cannot bring back:'),
        renderRollbackFinding(note.finding, options),
      ].join('\n');
    case 'left-traces':
      return [
        paint.yellow(
          note.why === 'accepted'
            ? `the down of ${note.finding.migration} was not exact; it was committed all the same (--accept-traces):`
            : `the down of ${note.finding.migration} was not exact, and without a transaction it cannot be taken back:`,
        ),
        renderRollbackFinding(note.finding, options),
      ].join('\n');
    case 'went-along':
      return [
        `what others had added to objects of ${note.finding.migration} went along:`,
        ...goesAlongLines(note.finding, 'went').map((line) => `  ${line}`),
      ].join('\n');
    case 'invalid-indexes':
      return paint.yellow(
        `INVALID and to be dropped: ${note.names.map((name) => `DROP INDEX CONCURRENTLY ${name};`).join(' ')}`,
      );
    case 'session-state':
      return paint.yellow(
        `the ${note.direction} of ${note.name} left in its session: ${note.left.join(', ')}; the next migration starts without`,
      );
    case 'changed-by-others':
      return paint.dim(
        `changed by others meanwhile, not by this migration: ${note.names.slice(0, shownNames).join(', ')}${
          note.names.length > shownNames ? `, and ${note.names.length - shownNames} more` : ''
        }`,
      );
    case 'down-edited':
      return paint.dim(`the down, not the up, was edited since: ${note.names.join(', ')}`);
    default:
      return assertNever(note);
  }
}
