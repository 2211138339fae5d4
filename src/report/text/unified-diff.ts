import { diffLines } from './diff-lines.js';

/** A file before and after a change. */
export interface FileChange {
  /** As it is to be printed. */
  readonly path: string;
  /** `undefined` for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Number of unchanged lines before and after a change. */
const context = 3;

/** Renders a change in the unified format of `diff -u`, as `git apply` and `patch -p1` read it. */
export function unifiedDiff({ path, before, after }: FileChange): readonly string[] {
  const lines = diffLines(linesOf(before ?? ''), linesOf(after)).map(inUnifiedFormat);
  return [
    before === undefined ? '--- /dev/null' : `--- a/${path}`,
    `+++ b/${path}`,
    ...hunksOf(lines).flatMap((hunk) => [headOf(hunk), ...hunk.lines]),
  ].flatMap((line) => line.split('\n'));
}

const noLineEnd = '\n\\ No newline at end of file';

/** The last line says where it has no end, so that it differs from one that has. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, last + noLineEnd];
}

function inUnifiedFormat(line: string): string {
  return line.slice(0, 1) + line.slice(2);
}

interface Hunk {
  /** Numbers of the lines before this hunk, from 0, in each of the texts. */
  readonly before: number;
  readonly after: number;
  readonly lines: readonly string[];
}

function hunksOf(lines: readonly string[]): readonly Hunk[] {
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some((line) => !line.startsWith(' ')),
  );
  const hunks: Hunk[] = [];
  for (let start = 0; start < lines.length;) {
    let end = start;
    while (end < lines.length && isShown[end] === isShown[start]) end += 1;
    if (isShown[start]) {
      const above = lines.slice(0, start);
      const counts = { before: count(above, '+'), after: count(above, '-') };
      hunks.push({ ...counts, lines: lines.slice(start, end) });
    }
    start = end;
  }
  return hunks;
}

/** Number of lines that do not begin with this sign. */
function count(lines: readonly string[], without: '+' | '-'): number {
  return lines.filter((line) => !line.startsWith(without)).length;
}

function headOf({ before, after, lines }: Hunk): string {
  const range = (start: number, length: number) => `${length === 0 ? start : start + 1},${length}`;
  return `@@ -${range(before, count(lines, '+'))} +${range(after, count(lines, '-'))} @@`;
}
