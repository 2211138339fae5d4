import { relative } from 'node:path';
import type { Fix } from '../../prove/proof-report.js';
import type { Paint } from '../text/paint.js';
import { unifiedDiff } from '../text/unified-diff.js';
import { headline } from './words.js';

type Edited = Exclude<Fix, { outcome: 'not-fixed' }>;

/** Renders what `--fix` did for one migration. */
export function fixLines(
  fix: Fix,
  { paint, cwd }: { readonly paint: Paint; readonly cwd: string },
): readonly string[] {
  if (fix.outcome === 'not-fixed') return [paint.yellow(`not fixed: ${fix.reason}`)];
  return [paint.green(fixText(fix)), ...diffOf(fix, cwd).map((line) => painted(line, paint))];
}

/** `fixed: the repair was added to the down; proven: reversible` */
export function fixText(fix: Edited): string {
  const would = fix.outcome === 'fixed' ? 'fixed: ' : 'could be fixed, the file is unchanged: ';
  return `${would}${howTexts[fix.how]}; proven: ${headline(fix.proven)}`;
}

const howTexts: Readonly<Record<Edited['how'], string>> = {
  added: 'the repair is added to the down',
  written: 'the missing down is written',
  rewritten: 'the down is written anew',
};

/** The edit in the unified format, with the path from the folder of the project. */
export function diffOf({ edit }: Edited, cwd: string): readonly string[] {
  return unifiedDiff({ ...edit, path: relative(cwd, edit.path) });
}

function painted(line: string, paint: Paint): string {
  const shown = line.replace(/\r$/, '');
  if (/^(?:---|\+\+\+|@@)/.test(line)) return paint.dim(shown);
  return line.startsWith('+') ? paint.green(shown) : line.startsWith('-') ? paint.red(shown) : shown;
}
