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
  const postmaster = await withSession(database, async ({ pid }) => Promise.resolve(statOf(pid).parent));
  return () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (serverTicks(postmaster) * 1000) / ticksPerSecond;
  };
}

function serverTicks(postmaster: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const processes = pids.flatMap((pid) => statOrGone(Number(pid)) ?? []);
  const { ofChildren } = statOf(postmaster);
  return processes
    .filter(({ pid, parent }) => pid === postmaster || parent === postmaster)
    .reduce((sum, { own }) => sum + own, ofChildren);
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Ticks of the process itself, and of its children that have ended. */
  readonly own: number;
  readonly ofChildren: number;
}

function statOf(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program comes second, in parentheses, and may hold blanks.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  return { pid, parent, own: user + system, ofChildren: childrenUser + childrenSystem };
}

function statOrGone(pid: number): Stat | undefined {
  try {
    return statOf(pid);
  } catch {
    return undefined;
  }
}
