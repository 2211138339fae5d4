import { latenciesOf, type Sample, type WaitSample } from './samples.js';

/** A short period of the rehearsal. */
export interface Bucket {
  /** Milliseconds since the load began. */
  readonly at: number;
  readonly milliseconds: number;
  /** Statements of the load that were due in it. */
  readonly count: number;
  readonly p50: number;
  readonly longest: number;
  readonly errors: number;
  /** Most connections that waited for a lock at one moment. */
  readonly waiting: number;
}

/** Enough for a picture, whatever the rehearsal took. */
const mostBuckets = 480;

/** Sums up the load in periods of equal length. */
export function toTimeline(samples: readonly Sample[], waits: readonly WaitSample[]): readonly Bucket[] {
  const end = samples.reduce((last, { at, milliseconds }) => Math.max(last, at + milliseconds), 0);
  if (end === 0) return [];
  const width = Math.max(50, Math.ceil(end / mostBuckets));
  const number = Math.ceil(end / width);
  const indexOf = (at: number) => Math.min(number - 1, Math.floor(at / width));
  const due = Array.from({ length: number }, (): Sample[] => []);
  for (const sample of samples) due[indexOf(sample.at)]?.push(sample);
  const waiting = new Array<number>(number).fill(0);
  for (const wait of waits) {
    const index = indexOf(wait.at);
    waiting[index] = Math.max(waiting[index] ?? 0, wait.waiting);
  }
  return due.map((some, index) => {
    const { count, p50, longest, errors } = latenciesOf(some) ?? { count: 0, p50: 0, longest: 0, errors: 0 };
    return {
      at: index * width,
      milliseconds: width,
      count,
      p50,
      longest,
      errors,
      waiting: waiting[index] ?? 0,
    };
  });
}
