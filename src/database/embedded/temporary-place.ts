import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { canEnter } from './access.js';
import { findMachineFolder } from './machine-folder.js';
import { makeOpenFolder } from './open-folder.js';
import { isRoot, type ServerAccount } from './server-account.js';

/** For root, whose temporary folder (TMPDIR) may be closed to the account that runs the server. */
const replacement = isRoot() ? findMachineFolder('temporary') : undefined;

/** Everywhere that a temporary cluster may lie. */
export function listTemporaryPlaces(): readonly string[] {
  return replacement === undefined ? [tmpdir()] : [tmpdir(), replacement];
}

/** The folder for a new temporary cluster: one that the account can enter. */
export async function chooseTemporaryPlace(account: ServerAccount): Promise<string> {
  const usual = await realpath(tmpdir());
  if (replacement === undefined || (await canEnter(account, usual))) return usual;
  await makeOpenFolder(replacement);
  return replacement;
}
