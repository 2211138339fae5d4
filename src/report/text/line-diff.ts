import { diffLines } from './diff-lines.js';
import { enumLabels } from './enum-labels.js';
import { lineEnds, reveal } from './invisible-characters.js';

/** Number of unchanged lines shown before and after a changed one. */
const context = 1;

/** In longer runs of unchanged lines, all but those next to a change are left out. */
const longestKept = 6;

/**
 * Marks lines that only `before` has with `-`, those that only `after` has with `+`, and common ones with a
 * space. Of a long text only the changed lines and their neighbours are shown. Invisible characters are made
 * visible where nothing else differs.
 */
export function lineDiff(before: string | null, after: string | null): readonly string[] {
  if (before === null || after === null) return diffLines(linesOf(before), linesOf(after));
  const ends = lineEnds(before, after);
  if (ends) return ends;
  const lines = reveal(diffLines(linesOf(before), linesOf(after)));
  return [...shorten(lines), ...enumLabels(before, after)];
}

function linesOf(text: string | null): readonly string[] {
  return text === null ? [] : text.split('\n');
}

function shorten(lines: readonly string[]): readonly string[] {
  const isChanged = (line: string | undefined) => line !== undefined && !line.startsWith(' ');
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(isChanged),
  );
  const result: string[] = [];
  for (let start = 0; start < lines.length;) {
    let end = start;
    while (end < lines.length && isNear[end] === isNear[start]) end += 1;
    const run = lines.slice(start, end);
    if (isNear[start] === true || run.length <= longestKept) result.push(...run);
    else result.push(`  … ${run.length} unchanged lines`);
    start = end;
  }
  return result;
}
