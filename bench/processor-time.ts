import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';

/** Of the clock that Linux counts the time of processes with (proc(5), `_SC_CLK_TCK`). */
const ticksPerSecond = 100;

/**
 * Tells the processor time, in milliseconds, that this process and all processes of the server on this machine
 * have used so far, those that have ended included. Linux alone tells it.
 */
export async function processorClock(database: Database): Promise<() => number> {
  const postmaster = await withSession(database, ({ pid }) => Promise.resolve(statOf(pid).parent));
  return () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (serverTicks(postmaster) * 1000) / ticksPerSecond;
  };
}

/** Of the postmaster, to whose time that of a backend is added when it ends, and of the processes that it has now. */
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
  /** Of the process itself and of its children that have ended, for the program and for the kernel. */
  readonly ticks: number;
}

function statOf(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program comes second, in parentheses, and may hold blanks.
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
