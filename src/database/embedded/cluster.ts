import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerAccount } from './server-account.js';

/** The superuser of every cluster made here. */
export const clusterUser = 'postgres';

/** Paths of a cluster. Only `data` belongs to the server's account. */
export interface Cluster {
  readonly folder: string;
  /** PostgreSQL's data directory. */
  readonly data: string;
  /** File with the password of `clusterUser`, readable by this process's user alone. */
  readonly passwordFile: string;
  /** Settings written before each start; included by postgresql.conf. */
  readonly settingsFile: string;
  readonly log: string;
}

export function clusterIn(folder: string): Cluster {
  return {
    folder,
    data: join(folder, 'data'),
    passwordFile: join(folder, 'password'),
    settingsFile: join(folder, 'roundtrip.conf'),
    log: join(folder, 'server.log'),
  };
}

/** Creates the folder of the cluster so that the account can pass to `data`, and nobody can list it. */
export async function makeClusterFolder(cluster: Cluster, account: ServerAccount): Promise<void> {
  await mkdir(cluster.folder, { recursive: true });
  await chmod(cluster.folder, account.kind === 'self' ? 0o700 : 0o711);
}

export function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

/** `disposable`: nothing waits for the disk. */
export type Durability = 'durable' | 'disposable';

export interface StoredPassword {
  readonly password: string;
  readonly durability: Durability;
}

export async function writePassword(
  cluster: Cluster,
  { password, durability }: StoredPassword,
): Promise<void> {
  await writeFile(cluster.passwordFile, password, { mode: 0o600, flush: durability === 'durable' });
}

export async function readPassword(cluster: Cluster): Promise<string> {
  return readFile(cluster.passwordFile, 'utf8');
}
