import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { pathsInCode } from '../modules/imported-files.js';
import type { Comparison } from './comparison.js';
import { askGit } from './git.js';
import type { FileMove, Renaming } from './migration-order.js';

export interface References {
  /** Files in which paths of renamed files are replaced. */
  readonly edits: readonly Edit[];
  /** Lines that contain an old name in another way. */
  readonly mentions: readonly Reference[];
}

export interface Edit {
  /** Absolute path before the renaming. */
  readonly path: string;
  /** Its new text. */
  readonly after: string;
}

export interface Reference {
  /** Absolute path after the renaming. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Finds where files of the repository, except ignored ones, refer to the migrations that are renamed. */
export async function findReferences(
  { git, root }: Comparison,
  renamings: readonly Renaming[],
): Promise<References> {
  const names = renamings.map(({ file }) => file.name);
  const patterns = names.flatMap((name) => ['-e', name]);
  const listed = await askGit(
    git,
    'grep',
    '-l',
    '-z',
    '-I',
    '--untracked',
    '--full-name',
    '-F',
    ...patterns,
    '--',
    ':/',
  );
  const paths = (listed ?? '').split('\0').flatMap((name) => (name === '' ? [] : [join(root, name)]));
  const moves = renamings.flatMap((one) => one.moves);
  const found = await Promise.all(paths.map((path) => referencesIn(path, names, moves)));
  return {
    edits: found.flatMap(({ edits }) => edits),
    mentions: found.flatMap(({ mentions }) => mentions),
  };
}

async function referencesIn(
  path: string,
  names: readonly string[],
  moves: readonly FileMove[],
): Promise<References> {
  const before = await readFile(path, 'utf8');
  const after = /\.[mc]?[jt]s$/.test(path) ? withNewPaths(before, path, moves) : before;
  const mentions = after.split('\n').flatMap((text, index) => {
    const isMentioned = names.some((name) => namePattern(name).test(text));
    return isMentioned ? [{ path: pathAfter(path, moves), line: index + 1, text: text.trim() }] : [];
  });
  return { edits: after === before ? [] : [{ path, after }], mentions };
}

function pathAfter(path: string, moves: readonly FileMove[]): string {
  return moves.find(({ from }) => from === path)?.to ?? path;
}

/** A name that is not part of a longer one. */
function namePattern(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w-])`);
}

function withNewPaths(text: string, path: string, moves: readonly FileMove[]): string {
  let result = text;
  for (const { start, end, path: named } of pathsInCode(text).toReversed()) {
    const target = resolve(dirname(path), named);
    const move = moves.find(({ from }) => isPathOf(from, target));
    if (!move) continue;
    const renamed = named.replace(stemOf(move.from), stemOf(move.to));
    result = result.slice(0, start) + renamed + result.slice(end);
  }
  return result;
}

/** An import may name a file without its extension, and a TypeScript file with that of the compiled one. */
function isPathOf(file: string, target: string): boolean {
  const withoutExtension = file.slice(0, -extname(file).length);
  const compiled = file.replace(/\.([mc]?)ts$/, '.$1js');
  return [file, withoutExtension, compiled].includes(target);
}

/** The name of the file up to its first dot. */
function stemOf(path: string): string {
  return /([^/\\.]*)[^/\\]*$/.exec(path)?.[1] ?? '';
}
