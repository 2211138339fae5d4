import { UsageError } from '../../errors.js';
import { defaultJobs } from '../../prove/parallel/default-jobs.js';
import { splitEvenly, type MigrationRange } from '../../prove/parallel/split-migrations.js';
import type { ProveFlags } from './flags.js';

/**
 * Returns the number of parallel proofs; default: the number of processors.
 * @throws UsageError for an invalid number
 */
export function parseJobs({ jobs }: ProveFlags): number {
  if (jobs === undefined) return defaultJobs();
  if (/^[1-9]\d{0,2}$/.test(jobs)) return Number(jobs);
  throw new UsageError(`--jobs ${jobs} is not a valid number of jobs`, {
    remedy: 'Give a number from 1 to 999.',
  });
}

/** One of several runs that share the work, such as the machines of a CI matrix. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** @throws UsageError for what is not I/N with I from 1 to N */
export function parseShard({ shard }: ProveFlags): Shard | undefined {
  if (shard === undefined) return undefined;
  const [, number = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(shard) ?? []).map(Number);
  if (number >= 1 && number <= of) return { number, of };
  throw new UsageError(`--shard ${shard} is not a valid shard`, {
    remedy: 'Give I/N: --shard 1/3, --shard 2/3 and --shard 3/3 together are the whole.',
  });
}

/** The places of a shard, among those to judge. */
export function positionsOf(chosen: MigrationRange, { number, of }: Shard): MigrationRange {
  return splitEvenly(chosen, of)[number - 1] ?? [];
}
