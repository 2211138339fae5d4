import { randomBytes } from 'node:crypto';
import { isRunning, readBoot, readPidNamespace, readStart } from './process-table.js';

/**
 * Identifies a process so that another process can check whether it still runs: `<pid>.<start>.<boot>.<pid
 * namespace>`, with `0` for values that the platform does not provide. It fits into a file name: a file named
 * after its owner appears complete or not at all.
 */
export type ProcessIdentity = string;

/** `elsewhere`: in another container of this machine, which has its own process ids. */
export type ProcessState = 'running' | 'ended' | 'elsewhere';

/** The identity of a process that runs; default: of this one. */
export async function readIdentity(pid = process.pid): Promise<ProcessIdentity> {
  const facts = await Promise.all([readStart(pid), readBoot(), readPidNamespace()]);
  return [pid, ...facts].join('.');
}

/** An identity with a random ending: one process may own several things of a kind. */
export async function makeOwnerName(): Promise<string> {
  return `${await readIdentity()}.${randomBytes(4).toString('hex')}`;
}

/** The process id in an identity or in an owner name; `NaN` for anything else. */
export function readPid(identity: ProcessIdentity): number {
  return Number.parseInt(identity, 10);
}

/** Accepts owner names too. Text that names no process counts as ended. */
export async function findProcessState(identity: ProcessIdentity): Promise<ProcessState> {
  const [pid = '', start = '0', boot = '0', namespace = '0'] = identity.trim().split('.');
  if (!/^[1-9]\d*$/.test(pid)) return 'ended';
  if (differ(boot, await readBoot())) return 'ended';
  if (differ(namespace, await readPidNamespace())) return 'elsewhere';
  const running = await isRunning(Number(pid));
  return running && !differ(start, await readStart(Number(pid))) ? 'running' : 'ended';
}

/** Whether two facts are known to differ. */
function differ(one: string, other: string): boolean {
  return one !== other && one !== '0' && other !== '0';
}
