import { readFile, readlink } from 'node:fs/promises';
import { hasCode } from '../../errors.js';

/** Whether a process runs; a zombie does not. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!canBeSignalled(pid)) return false;
  const { state } = await readProcessStatus(pid);
  return state !== 'Z' && state !== 'X';
}

function canBeSignalled(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return hasCode(error, 'EPERM');
  }
}

/**
 * Returns the start time of a process in an opaque form, which distinguishes processes with the same id; `0` if
 * the platform does not provide it cheaply (it does on Linux: proc(5), field 22 of stat).
 */
export async function readStart(pid: number): Promise<string> {
  return (await readProcessStatus(pid)).start;
}

async function readProcessStatus(pid: number): Promise<{ state: string; start: string }> {
  const text = await readProcFile(`/proc/${pid}/stat`);
  // The second field, the command's name, stands in parentheses and may itself contain any of them.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', start: fields[19] ?? '0' };
}

/** The boot of this machine that is running, `0` where unknown: process ids mean nothing across boots. */
export async function readBoot(): Promise<string> {
  const bootId = await readProcFile('/proc/sys/kernel/random/boot_id');
  return bootId.slice(0, 8) || '0';
}

/** The process id namespace (a container has its own), `0` where there are none. */
export async function readPidNamespace(): Promise<string> {
  if (process.platform !== 'linux') return '0';
  try {
    return (await readlink('/proc/self/ns/pid')).replace(/\D/g, '') || '0';
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'EPERM')) return '0';
    throw error;
  }
}

async function readProcFile(path: string): Promise<string> {
  if (process.platform !== 'linux') return '';
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // ESRCH: the process ended while its file was being read.
    if (hasCode(error, 'ENOENT', 'EACCES', 'EPERM', 'ESRCH')) return '';
    throw error;
  }
}
