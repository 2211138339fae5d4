import { UsageError } from '../../errors.js';
import type { LoadSize } from '../../seed/begin-load.js';

export interface SeedFlags {
  readonly force?: boolean;
  readonly scale?: string;
  readonly seedValue?: string;
  readonly resume?: boolean;
  readonly clean?: boolean;
}

/** Request to `roundtrip seed`: run the files of a set, load a set at scale, or remove loaded rows. */
export type SeedRequest =
  { readonly kind: 'run' } | { readonly kind: 'load'; readonly size: LoadSize } | { readonly kind: 'clean' };

const defaultSeed = 1;

/** The generator works with 32 bits. */
const highestSeed = 0xffff_ffff;

/** @throws UsageError for flags that exclude each other, or are no numbers */
export function parseSeedRequest({ scale, seedValue, resume, clean }: SeedFlags): SeedRequest {
  const size = {
    scale: scale === undefined ? undefined : parseNumber(scale, { flag: '--scale', from: 1, to: 1e9 }),
    seed:
      seedValue === undefined
        ? undefined
        : parseNumber(seedValue, { flag: '--seed-value', from: 0, to: highestSeed }),
  };
  if (clean) {
    if (resume || scale !== undefined || seedValue !== undefined) throw excluded();
    return { kind: 'clean' };
  }
  if (resume) return { kind: 'load', size: { kind: 'resume', ...size } };
  if (size.scale !== undefined) {
    return { kind: 'load', size: { kind: 'new', scale: size.scale, seed: size.seed ?? defaultSeed } };
  }
  if (seedValue === undefined) return { kind: 'run' };
  throw new UsageError('--seed-value needs --scale', { remedy: 'For example: --scale 1000 --seed-value 7.' });
}

function excluded(): UsageError {
  return new UsageError('--clean cannot be combined with --scale, --seed-value or --resume', {
    remedy: 'Leave them out: --clean removes all rows that were loaded.',
  });
}

interface Range {
  readonly flag: string;
  readonly from: number;
  readonly to: number;
}

function parseNumber(text: string, { flag, from, to }: Range): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= from && number <= to) return number;
  throw new UsageError(`${flag} ${text} is not a whole number from ${from} to ${to}`, {
    remedy: `For example ${flag} 1000.`,
  });
}
