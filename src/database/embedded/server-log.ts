import { readFile, stat, truncate } from 'node:fs/promises';
import type { Cluster } from './cluster.js';
import { hasCode } from '../../errors.js';

/** Size in bytes above which the log is emptied at the next start of the server. */
const sizeLimit = 10 * 1024 * 1024;
const quotedLines = 20;

/**
 * Returns the position in the log at which the lines of a server that starts now will begin. Empties a log that
 * has grown large.
 */
export async function findLogStart(cluster: Cluster): Promise<number> {
  const size = await readSize(cluster.log);
  if (size <= sizeLimit) return size;
  await truncate(cluster.log);
  return 0;
}

/** The last lines that were written since `start`. */
export async function readLogTail(cluster: Cluster, start: number): Promise<string> {
  const lines = (await readFile(cluster.log)).subarray(start).toString('utf8').trimEnd().split('\n');
  return lines.slice(-quotedLines).join('\n');
}

async function readSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
