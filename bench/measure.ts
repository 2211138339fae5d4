import { performance } from 'node:perf_hooks';

/** Returns the milliseconds that `action` takes. */
export async function time(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs the actions in turn, `rounds` times, and returns the median time of each. */
export async function interleave(
  rounds: number,
  actions: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<Readonly<Record<string, number>>> {
  const times = new Map(Object.keys(actions).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, action] of Object.entries(actions)) times.get(name)?.push(await time(action));
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
}

/** Returns the highest resident memory of this process so far, in MB. */
export function peakMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
