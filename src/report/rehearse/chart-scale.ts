/** A place in the picture, in its own units. */
export interface ChartScale {
  readonly x: (milliseconds: number) => number;
  /** Logarithmic, since what matters lies between a millisecond and many seconds. */
  readonly y: (milliseconds: number) => number;
  readonly timeTicks: readonly number[];
  readonly latencyTicks: readonly number[];
}

export interface ChartFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Milliseconds at the lower edge: what is faster looks the same. */
const fastest = 0.5;

const decades = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] as const;

/** Steps between two ticks of the time, in milliseconds. */
const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000] as const;

const mostTicks = 10;

/** Chooses the scale for a rehearsal of `end` milliseconds in which nothing took longer than `slowest`. */
export function chartScale(
  frame: ChartFrame,
  { end, slowest }: { readonly end: number; readonly slowest: number },
): ChartScale {
  const highest = decades.find((decade) => decade >= slowest) ?? slowest;
  const range = Math.log10(highest / fastest);
  const step = steps.find((one) => end / one <= mostTicks) ?? end;
  return {
    x: (at) => frame.left + ((frame.right - frame.left) * at) / Math.max(end, 1),
    y: (latency) => {
      const share = Math.log10(Math.max(latency, fastest) / fastest) / range;
      return frame.bottom - (frame.bottom - frame.top) * Math.min(1, share);
    },
    timeTicks: Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step),
    latencyTicks: decades.filter((decade) => decade <= highest),
  };
}
