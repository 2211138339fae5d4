import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode, isSystemError } from '../../errors.js';
import { makeOpenFolder } from './open-folder.js';
import { pathExists } from './path-exists.js';

export interface Publication {
  readonly target: string;
  /** Makes the folder that it is given, and fills it. */
  readonly fill: (unfinished: string) => Promise<void>;
  /** Milliseconds after which another process's unfinished folder counts as left behind; default: an hour. */
  readonly abandonedAfter?: number;
}

/**
 * Makes the folder `target` in one step: `fill` builds it under another name, then it is renamed. So it is
 * never incomplete. If another process was faster, its folder is kept.
 */
export async function publishFolder({
  target,
  fill,
  abandonedAfter = 3_600_000,
}: Publication): Promise<void> {
  await makeOpenFolder(dirname(target));
  await removeAbandoned(target, abandonedAfter);
  const unfinished = nameUnfinished(target);
  try {
    await fill(unfinished);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 3 });
    const outrun = isSystemError(error) && error.syscall === 'rename' && (await pathExists(target));
    if (!outrun) throw error;
  }
}

/** Takes the folder `target` away in one step, then deletes it. */
export async function retractFolder(target: string): Promise<void> {
  const unfinished = nameUnfinished(target);
  await rename(target, unfinished);
  await rm(unfinished, { recursive: true, force: true, maxRetries: 3 });
}

const infix = '.unfinished-';

function nameUnfinished(target: string): string {
  return `${target}${infix}${randomBytes(4).toString('hex')}`;
}

async function removeAbandoned(target: string, abandonedAfter: number): Promise<void> {
  const names = await readdir(dirname(target));
  for (const name of names.filter((candidate) => candidate.startsWith(basename(target) + infix))) {
    const path = join(dirname(target), name);
    if ((await findAge(path)) >= abandonedAfter)
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Milliseconds since the folder last changed. */
async function findAge(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    // Renamed or removed by its owner meanwhile.
    if (hasCode(error, 'ENOENT')) return -1;
    throw error;
  }
}
