import { mkdir, readdir, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, hasCode } from '../../errors.js';
import { findProcessState, makeOwnerName, readPid } from './process-identity.js';

/** Milliseconds; the holder may be waiting for a server that recovers from a crash. */
const timeout = 180_000;
const pause = 20;

/**
 * Runs `action` while no other process (and no other call in this one) is inside for the same `lock`.
 *
 * The lock is a folder holding one file named after its owner. It is taken by renaming a prepared
 * folder into place, so that it never exists without its owner, and a folder that is not empty
 * cannot be renamed over. A dead owner's lock is opened by removing exactly that owner's file:
 * this cannot hit the lock of somebody who took it in the meantime.
 *
 * @throws DatabaseError when a living process keeps it for more than three minutes
 */
export async function withDirectoryLock<T>(lock: string, action: () => Promise<T>): Promise<T> {
  const owner = await makeOwnerName();
  await takeLock(lock, owner);
  try {
    await removeDeadCandidates(lock);
    return await action();
  } finally {
    await openLock(lock, owner);
  }
}

async function takeLock(lock: string, owner: string): Promise<void> {
  const candidate = `${lock}.${owner}`;
  await mkdir(candidate);
  await writeFile(join(candidate, owner), '');
  try {
    await waitForTurn(lock, candidate);
  } catch (error) {
    await rm(candidate, { recursive: true, force: true });
    throw error;
  }
}

async function waitForTurn(lock: string, candidate: string): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await tryRename(candidate, lock))) {
    const holders = await findHolders(lock);
    if (Date.now() > deadline) throw tooLong(lock, holders);
    await sleep(pause);
  }
}

async function tryRename(candidate: string, lock: string): Promise<boolean> {
  try {
    await rename(candidate, lock);
    return true;
  } catch (error) {
    // Windows renames over no folder at all, and says so with these two.
    const windows = process.platform === 'win32' ? ['EPERM', 'EACCES'] : [];
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', ...windows)) return false;
    throw error;
  }
}

/** The owners that are not known to be dead; locks of dead ones are opened on the way. */
async function findHolders(lock: string): Promise<readonly string[]> {
  const holders: string[] = [];
  const owners = await listNames(lock);
  // Its owner is about to remove the folder too, or died before that; Windows cannot rename over it.
  if (owners.length === 0) await removeEmpty(lock);
  for (const owner of owners) {
    if ((await findProcessState(owner)) === 'ended') await openLock(lock, owner);
    else holders.push(owner);
  }
  return holders;
}

async function openLock(lock: string, owner: string): Promise<void> {
  await ignoring(['ENOENT'], () => unlink(join(lock, owner)));
  await removeEmpty(lock);
}

async function removeEmpty(lock: string): Promise<void> {
  // Not empty: somebody else has it by now.
  await ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdir(lock));
}

/** Folders prepared by processes that were killed before their turn came. */
async function removeDeadCandidates(lock: string): Promise<void> {
  const prefix = `${basename(lock)}.`;
  for (const name of await listNames(dirname(lock))) {
    if (!name.startsWith(prefix)) continue;
    if ((await findProcessState(name.slice(prefix.length))) !== 'ended') continue;
    await rm(join(dirname(lock), name), { recursive: true, force: true });
  }
}

async function listNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function ignoring(codes: readonly string[], action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!hasCode(error, ...codes)) throw error;
  }
}

function tooLong(lock: string, holders: readonly string[]): DatabaseError {
  const who = holders.map((owner) => `process ${readPid(owner)}`).join(', ') || 'another process';
  return new DatabaseError(`${who} holds a lock on ${dirname(lock)}`, {
    remedy: `Wait for the process or stop it. If it no longer exists, delete the folder ${lock}.`,
  });
}
