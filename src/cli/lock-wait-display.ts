import type { LockWaitNote } from '../database/lock-wait-note.js';
import { renderLockWait } from '../report/run/run-notes.js';
import type { Terminal } from './terminal.js';

/** Says once who holds a lock that is waited for; on a terminal a line below it counts the seconds. */
export function showLockWait(
  note: LockWaitNote,
  terminal: Pick<Terminal, 'note' | 'progress' | 'clearProgress' | 'notePaint'>,
): void {
  if (note.phase === 'ended') {
    terminal.clearProgress();
    return;
  }
  const text = renderLockWait(note);
  if (note.phase === 'began') terminal.note(terminal.notePaint.yellow(text));
  terminal.progress(text);
}
