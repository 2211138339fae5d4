import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandResult, RunningCommand } from '../run-command.js';
import type { Direction, Place, RunHere } from './place.js';
import type { Boundary, Held } from './proxy.js';

/** Waits until the command has reached a boundary. */
export async function untilReached(
  { proxy }: Place,
  boundary: Boundary,
  start: () => RunningCommand,
): Promise<{ readonly held: Held; readonly running: RunningCommand }> {
  const reached = proxy.hold(boundary);
  const running = start();
  const ended = running.finished.then(({ stderr }) => {
    throw new Error(`the command ended before it came to ${boundary.at}: ${stderr}`);
  });
  return { held: await Promise.race([reached, ended]), running };
}

const SLEEPING = `
  SELECT FROM pg_catalog.pg_stat_activity AS a
  WHERE a.datname = pg_catalog.current_database() AND a.wait_event = 'PgSleep'`;

/**
 * Runs `strike` while the last statement of a step sleeps, and waits until the run has ended and the server has
 * released its locks.
 * @returns the result of the run, and the milliseconds from the fault until the locks were released
 */
export async function whileSleeping<T>(
  { session }: Place,
  start: () => Promise<T>,
  strike: () => Promise<void> | void,
): Promise<{ readonly result: PromiseSettledResult<T>; readonly milliseconds: number }> {
  await session.query('INSERT INTO base (id) VALUES (99)');
  const state = { ended: false };
  const run = Promise.allSettled([start()]).finally(() => (state.ended = true));
  while ((await session.query(SLEEPING)).rows.length === 0) {
    if (state.ended) throw new Error(`the run ended before it slept: ${JSON.stringify(await run)}`);
    await sleep(20);
  }
  const struck = Date.now();
  await strike();
  const [result] = await run;
  // The step holds a lock that conflicts with this one.
  await session.query('DELETE FROM base WHERE id = 99');
  return { result, milliseconds: Date.now() - struck };
}

/** Sends a signal to a command that runs a step, while its last statement sleeps. */
export async function strikeAsleep(
  place: Place,
  direction: Direction,
  signal: NodeJS.Signals,
): Promise<{ readonly ended: CommandResult; readonly milliseconds: number }> {
  const started: RunningCommand[] = [];
  const start = async () => {
    const running = place.project.start(direction);
    started.push(running);
    return running.finished;
  };
  const { result, milliseconds } = await whileSleeping(place, start, () => {
    for (const { process } of started) process.kill(signal);
  });
  if (result.status === 'rejected') throw result.reason;
  return { ended: result.value, milliseconds };
}

export interface HeldRun extends Boundary, Pick<RunHere, 'patience'> {
  readonly direction: Direction;
}

/**
 * Runs a step through the proxy, in this process, holds it at a boundary, and lets it continue after `strike`.
 * @returns the result of the run
 */
export async function holding(
  place: Place,
  { direction, patience, ...boundary }: HeldRun,
  strike: (held: Held) => Promise<void> | void,
): Promise<PromiseSettledResult<void>> {
  const reached = place.proxy.hold(boundary);
  const run = Promise.allSettled([
    place.run(direction, { ...(patience ? { patience } : {}), url: place.proxy.url }),
  ]);
  const early = run.then(([end]) => {
    throw new Error(
      `the run ended before it came to ${boundary.at}: ${String((end as PromiseRejectedResult).reason)}`,
    );
  });
  const held = await Promise.race([reached, early]);
  await strike(held);
  held.release();
  const [end] = await run;
  return end;
}
