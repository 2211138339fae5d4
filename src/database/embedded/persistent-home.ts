import { createHash } from 'node:crypto';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { clusterIn, type Cluster } from './cluster.js';
import { hasCode } from '../../errors.js';
import { findMachineFolder } from './machine-folder.js';
import { pathExists } from './path-exists.js';
import { isRoot } from './server-account.js';

/** Paths of the embedded server in a project's `.roundtrip` folder. */
export interface PersistentHome {
  readonly directory: string;
  readonly folder: string;
  readonly lock: string;
  readonly leases: string;
  readonly inside: Cluster;
  /** For root: the cluster's place when the server's account cannot enter the project. */
  readonly outside: Cluster | undefined;
}

/** Makes the folders (with a `.gitignore`: nothing in there is for others) and names their parts. */
export async function openHome(directory: string): Promise<PersistentHome> {
  const folder = join(directory, 'embedded');
  await mkdir(folder, { recursive: true });
  await ignoreInGit(directory);
  return nameParts(await realpath(directory));
}

function nameParts(directory: string): PersistentHome {
  const folder = join(directory, 'embedded');
  return {
    directory,
    folder,
    lock: join(folder, 'lock'),
    leases: join(folder, 'leases'),
    inside: clusterIn(join(folder, 'cluster')),
    outside: nameOutside(directory),
  };
}

function nameOutside(directory: string): Cluster | undefined {
  if (!isRoot()) return undefined;
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  // The project's name is for people who look there.
  const folder = findMachineFolder('clusters', `${basename(dirname(directory))}-${hash}`);
  return folder === undefined ? undefined : clusterIn(folder);
}

/** The project's cluster, if it has one. */
export async function findCluster({ inside, outside }: PersistentHome): Promise<Cluster | undefined> {
  for (const cluster of [outside, inside]) {
    if (cluster !== undefined && (await pathExists(cluster.folder))) return cluster;
  }
  return undefined;
}

/** Excludes a folder of the tool from git. */
export async function ignoreInGit(directory: string): Promise<void> {
  try {
    await writeFile(join(directory, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}
