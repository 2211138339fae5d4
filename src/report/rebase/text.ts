import { relative } from 'node:path';
import type { Edit, Reference } from '../../git/find-references.js';
import type { Renaming } from '../../git/migration-order.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';

/** What `new --rebase` did, or would do. */
export interface Rebase {
  /** The branch whose migrations come first: `origin/main`. */
  readonly branch: string;
  readonly mode: 'renamed' | 'dry run';
  readonly renamings: readonly Renaming[];
  readonly edits: readonly Edit[];
  readonly mentions: readonly Reference[];
}

/** Output of `new --rebase --json`. Paths are relative to the folder of the project. */
export interface RebaseResult {
  readonly format: 'roundtrip.rebase/1';
  readonly verdict: 'in-order' | 'renamed' | 'planned';
  readonly branch: string;
  readonly renamed: readonly {
    readonly name: string;
    readonly newName: string;
    readonly files: readonly { readonly from: string; readonly to: string }[];
  }[];
  /** Files in which paths of renamed files were replaced. */
  readonly edited: readonly string[];
  /** Lines that still contain an old name. */
  readonly mentions: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

export function rebaseToJson(
  { branch, mode, renamings, edits, mentions }: Rebase,
  cwd: string,
): RebaseResult {
  const done = mode === 'renamed' ? 'renamed' : 'planned';
  const path = (absolute: string) => relative(cwd, absolute);
  return {
    format: 'roundtrip.rebase/1',
    verdict: renamings.length === 0 ? 'in-order' : done,
    branch,
    renamed: renamings.map(({ file, newName, moves }) => ({
      name: file.name,
      newName,
      files: moves.map(({ from, to }) => ({ from: path(from), to: path(to) })),
    })),
    edited: edits.map((edit) => path(edit.path)),
    mentions: mentions.map(({ path: file, line, text }) => ({ file: path(file), line, text })),
  };
}

export function renderRebase(
  { branch, mode, renamings, edits, mentions }: Rebase,
  { paint, cwd }: { readonly paint: Paint; readonly cwd: string },
): string {
  if (renamings.length === 0)
    return `nothing to rename: the migrations of this branch come after those of ${branch}`;
  const path = (absolute: string) => relative(cwd, absolute);
  const [verb, edited] = mode === 'renamed' ? ['renamed', 'changed'] : ['would rename', 'would change'];
  return [
    ...renamings.flatMap(({ moves }) =>
      moves.map(({ from, to }) => `${path(from)} ${paint.dim('->')} ${paint.green(path(to))}`),
    ),
    `${verb} ${countOf(renamings.length, 'migration')} to come after those of ${branch}`,
    ...edits.map((edit) => `${edited} the paths in ${path(edit.path)}`),
    ...mentions.map(({ path: file, line, text }) =>
      paint.yellow(`${path(file)}:${line} still has the old name: ${text}`),
    ),
  ].join('\n');
}
