import type { Binaries } from './binaries.js';
import { clusterIn } from './cluster.js';
import { findOrphanedFolders, removeOwnedFolder } from './owned-folder.js';
import type { ServerAccount } from './server-account.js';
import { stopServer } from './stop-server.js';

export interface ProgramsOfAccount {
  readonly binaries: Binaries;
  readonly account: ServerAccount;
}

/** Stops the temporary servers in `place` whose owners were killed, and removes their folders. */
export async function removeOrphanedServers(place: string, programs: ProgramsOfAccount): Promise<void> {
  const folders = await findOrphanedFolders(place);
  await Promise.all(folders.map((folder) => removeOrphan(folder, programs)));
}

async function removeOrphan(folder: string, programs: ProgramsOfAccount): Promise<void> {
  try {
    await stopServer({ cluster: clusterIn(folder), ...programs });
    await removeOwnedFolder(folder);
  } catch {
    // Another process may be removing it at the same time; and one that resists is no reason not
    // to start: every later start tries again.
  }
}
