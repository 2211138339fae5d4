import { realpath, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { canEnter } from './access.js';
import { findMachineFolder } from './machine-folder.js';
import { makeOpenFolder } from './open-folder.js';
import { isRoot, type ServerAccount } from './server-account.js';

/** For root, whose temporary folder (TMPDIR) may be closed to the account that runs the server. */
const replacement = isRoot() ? findMachineFolder('temporary') : undefined;

/** A folder in memory on Linux, where creating a file costs a twentieth of that on a disk. */
const inMemory = '/dev/shm';

/** Bytes that must be free there; containers often get 64 MB of it. */
const neededInMemory = 2 * 1024 ** 3;

/** `f_type` of a tmpfs (statfs(2)). */
const tmpfs = 0x0102_1994;

/** Everywhere that a temporary cluster may lie. */
export function listTemporaryPlaces(): readonly string[] {
  return [tmpdir(), ...(usesMemory() ? [inMemory] : []), ...(replacement === undefined ? [] : [replacement])];
}

/** The folder for a new temporary cluster: one that the account can enter. */
export async function chooseTemporaryPlace(
  account: ServerAccount,
  files: 'memory' | 'disk' = 'memory',
): Promise<string> {
  if (files === 'memory' && usesMemory() && (await hasRoomInMemory())) return inMemory;
  const usual = await realpath(tmpdir());
  if (replacement === undefined || (await canEnter(account, usual))) return usual;
  await makeOpenFolder(replacement);
  return replacement;
}

/** TMPDIR takes precedence over memory. */
function usesMemory(): boolean {
  return process.platform === 'linux' && tmpdir() === '/tmp';
}

async function hasRoomInMemory(): Promise<boolean> {
  try {
    const { type, bavail, bsize } = await statfs(inMemory);
    return type === tmpfs && bavail * bsize >= neededInMemory;
  } catch {
    return false;
  }
}
