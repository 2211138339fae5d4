import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.js';
import { hasCode } from '../../errors.js';
import { giveTo, type ServerAccount } from './server-account.js';

/** Contents of a cluster's `postmaster.pid`; the process may no longer exist. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly status: 'ready' | 'starting' | 'stopping';
}

/** Lines of the file (PostgreSQL's src/include/utils/pidfile.h): 1 pid, 4 port, 8 status. */
export async function readPidFile(cluster: Cluster): Promise<PidFile | undefined> {
  const lines = (await readOptional(locate(cluster))).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: parseStatus(lines[7] ?? '') };
}

function parseStatus(text: string): PidFile['status'] {
  const status = text.trim();
  return status === 'ready' || status === 'stopping' ? status : 'starting';
}

/**
 * Lets a server start although the process id in a stale file exists: it may belong to another process, or to a
 * dead server that was not reaped (a container's first process seldom does). PostgreSQL takes the file for
 * stale when it names the process that starts the server, and still looks whether orphaned backends use the
 * data. To be called when there is no live postmaster.
 */
export async function disownPidFile(cluster: Cluster, account: ServerAccount): Promise<void> {
  if ((await readPidFile(cluster)) === undefined) return;
  if (process.platform === 'win32') return unlink(locate(cluster));
  const text = await readFile(locate(cluster), 'utf8');
  const rewritten = join(cluster.folder, 'postmaster.pid');
  await writeFile(rewritten, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
  await giveTo(account, rewritten);
  await rename(rewritten, locate(cluster));
}

function locate(cluster: Cluster): string {
  return join(cluster.data, 'postmaster.pid');
}

async function readOptional(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}
