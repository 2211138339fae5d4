import { DatabaseError } from '../../errors.js';
import { readPassword } from './cluster.js';
import { withDirectoryLock } from './directory-lock.js';
import { withReadableErrors } from './embedded-error.js';
import type { Installation } from './installation.js';
import { launchServer } from './launch-server.js';
import { findUsers, releaseLease, takeLease, type Lease } from './leases.js';
import { pathExists } from './path-exists.js';
import { ensureCluster } from './persistent-cluster.js';
import { openHome, type PersistentHome } from './persistent-home.js';
import { findReadyPostmaster } from './postmaster.js';
import { findProcessState, readIdentity, readPid, type ProcessIdentity } from './process-identity.js';
import { makeHandle, type EmbeddedServer } from './server-handle.js';
import { stopPostmaster, stopServer } from './stop-server.js';

export interface PersistentServerOptions {
  /** The project's `.roundtrip` folder; made if missing. */
  readonly directory: string;
}

/**
 * Starts the server of the cluster that persists in `directory`, creating the cluster the first time, or joins
 * the server that another process has started. The last user to `stop()` stops it.
 * @throws DatabaseError when this machine cannot run it, with what PostgreSQL said
 */
export async function startPersistentServer({ directory }: PersistentServerOptions): Promise<EmbeddedServer> {
  return withReadableErrors(`start the embedded PostgreSQL of ${directory}`, async () => {
    const home = await openHome(directory);
    return withDirectoryLock(home.lock, () => startUnderLock(home));
  });
}

async function startUnderLock(home: PersistentHome): Promise<EmbeddedServer> {
  await assertNotUsedElsewhere(home);
  const lease = await takeLease(home.leases);
  try {
    return await startOrJoin(home, lease);
  } catch (error) {
    await releaseLease(lease);
    throw error;
  }
}

async function startOrJoin(home: PersistentHome, lease: Lease): Promise<EmbeddedServer> {
  const installation = await ensureCluster(home);
  const { cluster } = installation;
  const { port, pid } = (await findReadyPostmaster(cluster)) ?? (await launchServer(installation));
  const server = await readIdentity(pid);
  const login = { port, password: await readPassword(cluster) };
  return makeHandle(cluster, login, () => giveUp({ home, lease, installation, server }));
}

interface Use {
  readonly home: PersistentHome;
  readonly lease: Lease;
  readonly installation: Installation;
  readonly server: ProcessIdentity;
}

/** Requires the lock, so that no other process can join a server that is about to stop. */
async function giveUp(use: Use): Promise<void> {
  const { home, lease, installation } = use;
  if (!(await pathExists(home.folder))) return stopDeleted(use);
  await withDirectoryLock(home.lock, async () => {
    await releaseLease(lease);
    const { here, elsewhere } = await findUsers(home.leases);
    if (here.length + elsewhere.length === 0) await stopServer(installation);
  });
}

/** Stops a server whose folder was deleted while it ran: no other process can find it. */
async function stopDeleted({ installation, server }: Use): Promise<void> {
  if ((await findProcessState(server)) === 'running') await stopPostmaster(installation, readPid(server));
}

/** Two containers do not see each other's processes; two servers on the same data would destroy them. */
async function assertNotUsedElsewhere({ leases }: PersistentHome): Promise<void> {
  const { elsewhere } = await findUsers(leases);
  if (elsewhere.length === 0) return;
  throw new DatabaseError(`the cluster is in use by a process of another container: see ${leases}`, {
    remedy: `End that process. If the container is gone, delete the folder ${leases}.`,
  });
}
