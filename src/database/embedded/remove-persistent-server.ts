import { RefusedError } from '../../errors.js';
import { prepareBinaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import { withDirectoryLock } from './directory-lock.js';
import { withReadableErrors } from './embedded-error.js';
import { findOwnerAccount } from './find-account.js';
import { findUsers } from './leases.js';
import { pathExists } from './path-exists.js';
import { findCluster, openHome, type PersistentHome } from './persistent-home.js';
import { readPid } from './process-identity.js';
import { retractFolder } from './publish-folder.js';
import { stopServer } from './stop-server.js';

/**
 * Deletes the cluster that persists in `directory`; its server is stopped first. Where there is none
 * nothing happens.
 * @throws RefusedError while another live process uses it
 */
export async function removePersistentServer({ directory }: { readonly directory: string }): Promise<void> {
  if (!(await pathExists(directory))) return;
  await withReadableErrors(`delete the embedded PostgreSQL of ${directory}`, async () => {
    const home = await openHome(directory);
    await withDirectoryLock(home.lock, async () => {
      await assertUnused(home);
      const cluster = await findCluster(home);
      if (cluster !== undefined) await removeCluster(cluster);
    });
  });
}

async function assertUnused({ directory, leases }: PersistentHome): Promise<void> {
  const { here, elsewhere } = await findUsers(leases);
  const others = [...here.filter((owner) => readPid(owner) !== process.pid), ...elsewhere];
  if (others.length === 0) return;
  const processes = others.map((owner) => String(readPid(owner))).join(', ');
  throw new RefusedError(`the embedded PostgreSQL of ${directory} is in use by process ${processes}`, {
    remedy: 'Stop that process, then try again.',
  });
}

async function removeCluster(cluster: Cluster): Promise<void> {
  const account = await findOwnerAccount(cluster.data);
  await stopServer({ cluster, account, binaries: await prepareBinaries({ account }) });
  await retractFolder(cluster.folder);
}
