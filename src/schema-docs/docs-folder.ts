import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusedError, UsageError, messageOf } from '../errors.js';
import { isGenerated } from './marker.js';
import type { DocsFiles } from './render-docs.js';

/** How the files of a folder stand to those that belong there; names sorted. */
export interface FolderState {
  readonly fresh: readonly string[];
  /** Other content. */
  readonly stale: readonly string[];
  readonly missing: readonly string[];
  /** Generated once, and not any more: the page of a table that is gone. */
  readonly orphaned: readonly string[];
}

/**
 * Compares a folder with the files that belong there. What a person put beside them is left out.
 * @throws UsageError when the folder or a file cannot be read
 */
export async function compareFolder(directory: string, files: DocsFiles): Promise<FolderState> {
  const found = await readFolder(directory);
  const names = [...files.keys()].sort();
  const stands = (name: string) => {
    const text = found.get(name);
    if (text === undefined) return 'missing';
    return withoutReturns(text) === files.get(name) ? 'fresh' : 'stale';
  };
  const those = (state: ReturnType<typeof stands>) => names.filter((name) => stands(name) === state);
  return {
    fresh: those('fresh'),
    stale: those('stale'),
    missing: those('missing'),
    orphaned: [...found.keys()]
      .filter((name) => !files.has(name) && isGenerated(found.get(name) ?? ''))
      .sort(),
  };
}

/** Git may give files the line ends of Windows. */
function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Files that could be ours; none where there is no folder. */
async function readFolder(directory: string): Promise<ReadonlyMap<string, string>> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const names = entries.filter((entry) => !entry.isDirectory() && /\.(md|svg|html)$/.test(entry.name));
    const texts = names.map(
      async ({ name }) => [name, await readFile(join(directory, name), 'utf8')] as const,
    );
    return new Map(await Promise.all(texts));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw unusable(directory, cause);
  }
}

/**
 * Writes the files that are stale or missing, and removes those that are orphaned.
 * @returns how the folder was before
 * @throws RefusedError when a file in the way was not generated
 * @throws UsageError when the folder cannot be written
 */
export async function updateFolder(directory: string, files: DocsFiles): Promise<FolderState> {
  const state = await compareFolder(directory, files);
  await assertOwnFiles(directory, state.stale);
  try {
    await mkdir(directory, { recursive: true });
    for (const name of [...state.stale, ...state.missing])
      await writeFile(join(directory, name), files.get(name) ?? '');
    for (const name of state.orphaned) await rm(join(directory, name));
  } catch (cause) {
    throw unusable(directory, cause);
  }
  return state;
}

async function assertOwnFiles(directory: string, names: readonly string[]): Promise<void> {
  const texts = await readFolder(directory);
  const foreign = names.filter((name) => !isGenerated(texts.get(name) ?? ''));
  if (foreign.length === 0) return;
  throw new RefusedError(
    `${foreign.join(', ')} in ${directory} would be overwritten, and roundtrip docs did not write it`,
    {
      remedy: 'Move it away, or name another folder with --output.',
    },
  );
}

function unusable(directory: string, cause: unknown): UsageError {
  const reason = messageOf(cause);
  return new UsageError(`the folder ${directory} cannot be used: ${reason}`, {
    remedy: 'Name another one with --output.',
    cause,
  });
}
