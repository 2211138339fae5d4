import type { DownChange } from '../down-change.js';
import { NotEditable } from '../not-editable.js';
import { applyEdits, type TextEdit } from '../text-edit.js';
import { changeFunction } from './change-function.js';
import { findExport } from './find-export.js';
import type { FunctionChange } from './new-body.js';
import { parseScript } from './parse-script.js';
import { layoutOf } from './script-layout.js';
import { writeDown, writeInstead } from './write-down.js';

/**
 * Changes the down of a migration in TypeScript or JavaScript, by position: everything else stays as it is written.
 * A file without a down gets one.
 * @throws NotEditable when the file cannot be parsed, or the change would not do in it what it should
 */
export function editScript(fileName: string, text: string, change: DownChange): string {
  const script = parseScript(fileName, text);
  const options = { script, layout: layoutOf(script), change };
  return applyEdits(text, editsOf(options));
}

function editsOf(options: Omit<FunctionChange, 'up'>): readonly TextEdit[] {
  const { script, change } = options;
  const down = findExport(script, 'down');
  const up = findUp(options);
  if (down.kind === 'function') return changeFunction(down.fn, { ...options, up: up?.fn });
  if (!up)
    throw new NotEditable('it has no down, and its "up" is not a function that is written in the file');
  const whole = { ...options, up: up.fn, change: { ...change, kind: 'replace' } as const };
  return down.kind === 'undefined' ? writeInstead(down.value, up, whole) : writeDown(up, whole);
}

/** The up is only looked at, so it may be written in any way where the file has a down. */
function findUp({ script }: Omit<FunctionChange, 'up'>) {
  try {
    const up = findExport(script, 'up');
    return up.kind === 'function' ? up : undefined;
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return undefined;
  }
}
