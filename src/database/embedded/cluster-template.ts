import { createHash } from 'node:crypto';
import { copyFile, stat } from 'node:fs/promises';
import type { Binaries } from './binaries.js';
import { clusterIn, makeClusterFolder, type Cluster } from './cluster.js';
import { copyTree } from './copy-tree.js';
import { createCluster, initdbOptions } from './create-cluster.js';
import type { Installation } from './installation.js';
import { findMachineFolder } from './machine-folder.js';
import { pathExists } from './path-exists.js';
import { publishFolder, retractFolder } from './publish-folder.js';
import { giveTo, type ServerAccount } from './server-account.js';

/**
 * Makes a disposable cluster: a copy of this machine's template, which initdb made once for these
 * binaries. Copying takes a quarter of initdb's time. The copy has the template's password.
 */
export async function createDisposableCluster(installation: Installation): Promise<void> {
  const { cluster, account } = installation;
  const template = await findTemplate(installation.binaries);
  if (template !== undefined && (await pathExists(template.folder))) {
    return copyCluster({ from: template, to: cluster, account });
  }
  await createCluster({ ...installation, durability: 'disposable' });
  if (template !== undefined) await saveTemplate(cluster, template);
}

/** Forgets the template, which may be damaged: the next cluster gets a new one. */
export async function discardTemplate(binaries: Binaries): Promise<void> {
  const template = await findTemplate(binaries);
  if (template !== undefined && (await pathExists(template.folder))) await retractFolder(template.folder);
}

async function saveTemplate(cluster: Cluster, template: Cluster): Promise<void> {
  const fill = (unfinished: string): Promise<void> =>
    copyCluster({ from: cluster, to: clusterIn(unfinished), account: { kind: 'self' } });
  await publishFolder({ target: template.folder, fill }).catch(() => {
    // Without a place for it (no home, a full disk) every cluster is made by initdb.
  });
}

/** One template per version, build and kind of cluster; it need not exist yet. */
async function findTemplate(binaries: Binaries): Promise<Cluster | undefined> {
  const { size } = await stat(binaries.postgres);
  const facts = [binaries.version, size, process.arch, ...initdbOptions(binaries, 'disposable')];
  const key = createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 16);
  const folder = findMachineFolder('templates', `${binaries.major}-${key}`);
  return folder === undefined ? undefined : clusterIn(folder);
}

interface ClusterCopy {
  readonly from: Cluster;
  readonly to: Cluster;
  readonly account: ServerAccount;
}

async function copyCluster({ from, to, account }: ClusterCopy): Promise<void> {
  await makeClusterFolder(to, account);
  await copyFile(from.passwordFile, to.passwordFile);
  await copyTree({ from: from.data, to: to.data, finish: (path) => giveTo(account, path) });
}
