/** One execution of a statement of the load. */
export interface Sample {
  /** When it was due, in milliseconds since the load began. */
  readonly at: number;
  /** Until its result, in milliseconds. */
  readonly milliseconds: number;
  /** Index of the statement. */
  readonly statement: number;
  /** The error of the server, if it failed. */
  readonly error: string | undefined;
}

/** How many connections of the load waited for a lock at one moment. */
export interface WaitSample {
  readonly at: number;
  readonly waiting: number;
  /** The longest that one of them had waited so far. */
  readonly longest: number;
}

/** Latencies of the load while something else ran. */
export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly errors: number;
}

/** A period in milliseconds since the load began. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The executions that were under way in a period. */
export function during<T extends Sample>(samples: readonly T[], { from, to }: Period): readonly T[] {
  return samples.filter(({ at, milliseconds }) => at <= to && at + milliseconds >= from);
}

/** `undefined` where nothing was under way. */
export function latenciesOf(samples: readonly Sample[]): Latencies | undefined {
  if (samples.length === 0) return undefined;
  const sorted = samples.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    longest: sorted.at(-1) ?? 0,
    errors: samples.filter(({ error }) => error !== undefined).length,
  };
}

/** The smallest value that this share of the values does not exceed (nearest rank). */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The longest wait for a lock that was seen in a period. */
export function longestWait(waits: readonly WaitSample[], { from, to }: Period): number {
  const seen = waits.filter(({ at }) => at >= from && at <= to);
  return seen.reduce((most, { longest }) => Math.max(most, longest), 0);
}
