import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { MigrationFileError, UsageError, messageOf } from '../errors.js';
import type { Comparison } from './comparison.js';
import { askGit } from './git.js';
import type { FileMove, Renaming } from './migration-order.js';
import type { References } from './find-references.js';

/**
 * Renames the files of migrations, in git too where they are tracked, and changes the paths in files that import or read
 * them. All or nothing.
 * @throws UsageError when a file is in the way
 * @throws MigrationFileError when a file cannot be renamed or written
 */
export async function renameMigrations(
  comparison: Comparison,
  renamings: readonly Renaming[],
  { edits }: References,
): Promise<void> {
  const moves = inPossibleOrder(renamings.flatMap((one) => one.moves));
  const undo: (() => Promise<void> | void)[] = [];
  try {
    for (const move of moves) {
      await moveFile(comparison, move);
      undo.push(() => moveFile(comparison, { from: move.to, to: move.from }));
    }
    for (const edit of edits) {
      const path = moves.find(({ from }) => from === edit.path)?.to ?? edit.path;
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, edit.after);
      undo.push(() => {
        writeFileSync(path, before);
      });
    }
  } catch (cause) {
    for (const one of undo.reverse()) await one();
    throw new MigrationFileError(`the migrations cannot be renamed: ${messageOf(cause)}`, {
      remedy: 'All files are as before. Finish a merge or rebase of git first, and check the permissions.',
      cause,
    });
  }
}

async function moveFile({ git, root }: Comparison, { from, to }: FileMove): Promise<void> {
  const isTracked = (await askGit(git, 'ls-files', '--error-unmatch', '--', from)) !== undefined;
  if (isTracked) await git('-C', root, 'mv', '--', relative(root, from), relative(root, to));
  else renameSync(from, to);
}

/**
 * Orders the moves so that each one leads to a free name: a new name may be that of another file which is renamed, too.
 * New and old names have the same order, so there are no circles.
 * @throws UsageError when another file has one of the names
 */
function inPossibleOrder(moves: readonly FileMove[]): readonly FileMove[] {
  const left = new Set(moves.filter(({ from, to }) => from !== to));
  const sources = new Set([...left].map(({ from }) => from));
  const occupied = [...left].filter(({ to }) => !sources.has(to) && existsSync(to));
  if (occupied.length > 0) {
    throw new UsageError(`${occupied.map(({ to }) => to).join(', ')} already exists`, {
      remedy: 'Nothing was renamed. Move it away first.',
    });
  }
  const ordered: FileMove[] = [];
  while (left.size > 0) {
    const next = [...left].find(({ to }) => ![...left].some(({ from }) => from === to));
    if (!next) throw new Error('the new names are in a circle');
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}
