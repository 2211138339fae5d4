import type { Stats } from 'node:fs';
import { lstat, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../errors.js';
import { findProcessState, readIdentity } from './process-identity.js';

/** Temporary folders with this prefix belong to the process that their `owner` file names. */
const prefix = 'roundtrip-embedded-';

/** Milliseconds that a folder may be without an owner's name, which is written right after it is made. */
const namelessFor = 60_000;

/** Makes a temporary folder in `place` that is this process's. */
export async function makeOwnedFolder(place: string): Promise<string> {
  const folder = await mkdtemp(join(await realpath(place), prefix));
  await writeFile(ownerFile(folder), await readIdentity(), { mode: 0o600 });
  return folder;
}

export async function removeOwnedFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * The folders in `place` whose owners have ended. Only those of this user: what lies in them is
 * acted upon, and anybody may put a folder into the system's temporary one.
 */
export async function findOrphanedFolders(place: string): Promise<readonly string[]> {
  const orphans: string[] = [];
  for (const name of await unlessGone(readdir(place), [])) {
    const folder = join(place, name);
    if (name.startsWith(prefix) && (await isOrphaned(folder))) orphans.push(folder);
  }
  return orphans;
}

async function isOrphaned(folder: string): Promise<boolean> {
  const stats = await unlessGone(lstat(folder), undefined);
  if (stats === undefined || !stats.isDirectory() || !isOurs(stats)) return false;
  const owner = await unlessGone(readFile(ownerFile(folder), 'utf8'), '');
  if (owner === '') return Date.now() - stats.mtimeMs > namelessFor;
  return (await findProcessState(owner)) === 'ended';
}

function isOurs({ uid }: Stats): boolean {
  return process.geteuid === undefined || process.geteuid() === uid;
}

function ownerFile(folder: string): string {
  return join(folder, 'owner');
}

async function unlessGone<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return otherwise;
    throw error;
  }
}
