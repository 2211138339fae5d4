import { existsSync, mkdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MigrationFileError, UsageError } from '../errors.js';
import type { MigrationFile } from '../migrations/migration-file.js';

export interface FileMove {
  readonly from: string;
  readonly to: string;
}

/** The folder, beside the file, that keeps the files which a squashed migration replaces. */
export function folderOf(directory: string, name: string): string {
  return join(directory, 'squashed', name);
}

export function movesOf(files: readonly MigrationFile[], name: string): readonly FileMove[] {
  return files
    .flatMap(({ path, downPath }) => (downPath === undefined ? [path] : [path, downPath]))
    .map((from) => ({ from, to: join(folderOf(dirname(from), name), basename(from)) }));
}

/**
 * Writes the new file and moves the old ones, all or nothing. Does not yield to other code, so that no signal
 * interrupts it; the new file appears last, when the old ones are gone.
 *
 * @throws UsageError when a file is in the way, MigrationFileError when the folder cannot be written
 */
export function writeAndMove(
  { path, text }: { readonly path: string; readonly text: string },
  moves: readonly FileMove[],
): void {
  for (const one of [path, ...moves.map(({ to }) => to)]) assertFree(one);
  const hidden = join(dirname(path), `.${basename(path)}.new`);
  const undo: (() => void)[] = [];
  try {
    writeFileSync(hidden, text, { flag: 'wx' });
    undo.push(() => {
      rmSync(hidden, { force: true });
    });
    for (const folder of new Set(moves.map(({ to }) => dirname(to)))) makeFolder(folder, undo);
    for (const { from, to } of moves) {
      renameSync(from, to);
      undo.push(() => {
        renameSync(to, from);
      });
    }
    renameSync(hidden, path);
  } catch (cause) {
    for (const one of undo.reverse()) one();
    throw new MigrationFileError(
      `the files cannot be replaced: ${cause instanceof Error ? cause.message : String(cause)}`,
      { remedy: 'All files are as before. Check the permissions of the migrations folder.', cause },
    );
  }
}

function assertFree(path: string): void {
  if (existsSync(path)) {
    throw new UsageError(`${path} already exists`, { remedy: 'Nothing was written. Move it away first.' });
  }
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const parent = dirname(folder);
  if (!existsSync(parent)) makeFolder(parent, undo);
  if (existsSync(folder)) return;
  mkdirSync(folder);
  undo.push(() => {
    rmdirSync(folder);
  });
}
