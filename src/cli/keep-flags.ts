import type { Config } from '../config/config.js';
import { parseSize } from '../config/size.js';
import { UsageError } from '../errors.js';
import type { RunOptions } from '../run/run-migrations.js';

/** Flags about the data that steps destroy. */
export interface KeepFlags {
  /** `undefined` where neither --keep nor --no-keep is given. */
  readonly keep?: boolean;
  readonly keepLimit?: string;
}

interface OtherFlags extends KeepFlags {
  readonly history?: boolean;
  readonly fake?: boolean;
  readonly backup?: string;
}

/**
 * Returns whether steps keep what they destroy, from the flags and the settings of the project.
 * @throws UsageError where --keep is combined with a flag that excludes it, or --keep-limit is not a size
 */
export function keepSettingOf(flags: OtherFlags, config: Config): Pick<RunOptions, 'keep'> {
  const { keep, keepLimit, history, fake, backup } = flags;
  const limit = keepLimit === undefined ? config.keep.limit : parseSize(keepLimit, '--keep-limit');
  if (keep === false) return { keep: { mode: 'off', limit } };
  if (!(keep ?? config.keep.mode === 'keep')) return { keep: { mode: 'restore', limit } };
  const origin = keep ? '--keep' : '"keep" in roundtrip.json';
  if (history === false) throw exclusive('--no-history', origin, 'Restoring needs the history.');
  if (backup !== undefined) throw exclusive('--backup', origin, 'Both would save the same data.');
  if (keep && fake) throw exclusive('--fake', origin, 'Nothing is run, so nothing is destroyed.');
  return { keep: { mode: 'keep', limit } };
}

function exclusive(flag: string, origin: string, why: string): UsageError {
  return new UsageError(`${flag} and ${origin} exclude each other`, {
    remedy: `${why} Give only one of them${origin === '--keep' ? '' : `: --no-keep ${flag}`}.`,
  });
}
