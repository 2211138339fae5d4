import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProcessState, makeOwnerName } from './process-identity.js';

/** The use of a persistent server by one process: an empty file named after that process. */
export interface Lease {
  readonly file: string;
}

/** Users of the server, as owner names. `elsewhere`: in other containers. */
export interface Users {
  readonly here: readonly string[];
  readonly elsewhere: readonly string[];
}

/** Requires the lock of the cluster, as everything in this file. */
export async function takeLease(folder: string): Promise<Lease> {
  const file = join(folder, await makeOwnerName());
  await mkdir(folder, { recursive: true });
  await writeFile(file, '', { flag: 'wx' });
  return { file };
}

export async function releaseLease({ file }: Lease): Promise<void> {
  await rm(file, { force: true });
}

/** The live users; leases of dead processes are removed. */
export async function findUsers(folder: string): Promise<Users> {
  const here: string[] = [];
  const elsewhere: string[] = [];
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    switch (await findProcessState(name)) {
      case 'running':
        here.push(name);
        break;
      case 'elsewhere':
        elsewhere.push(name);
        break;
      case 'ended':
        await rm(join(folder, name), { force: true });
    }
  }
  return { here, elsewhere };
}
