import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';

/** Frequency of the clock with which Linux counts the time of processes (proc(5), `_SC_CLK_TCK`). */
const ticksPerSecond = 100;

/**
 * Returns a function that reads the processor time, in milliseconds, that this process and all processes of the
 * server on this machine have used so far, including those that have ended. Works only on Linux.
 */
export async function processorClock(database: Database): Promise<() => number> {
  const postmaster = await withSession(database, ({ pid }) => Promise.resolve(statOf(pid).parent));
  return () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (serverTicks(postmaster) * 1000) / ticksPerSecond;
  };
}

/**
 * Adds the ticks of the postmaster, which include those of its backends that have ended, and those of its running
 * processes.
 */
function serverTicks(postmaster: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .flatMap((pid) => statOrGone(Number(pid)) ?? [])
    .filter(({ pid, parent }) => pid === postmaster || parent === postmaster)
    .reduce((sum, { ticks }) => sum + ticks, 0);
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Ticks of the process itself and of its children that have ended, in user and kernel mode. */
  readonly ticks: number;
}

function statOf(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program comes second, in parentheses, and may contain spaces.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  return { pid, parent, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) };
}

function statOrGone(pid: number): Stat | undefined {
  try {
    return statOf(pid);
  } catch {
    return undefined;
  }
}
