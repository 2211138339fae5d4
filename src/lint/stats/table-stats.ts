import { readFile } from 'node:fs/promises';
import { UsageError, messageOf } from '../../errors.js';

/** Size and use of a table. */
export interface TableStats {
  /** Name with its schema, quoted where SQL requires it. */
  readonly name: string;
  readonly kind: 'table' | 'partitioned table' | 'materialized view';
  /** Estimated by the server (`pg_class.reltuples`); `null` where it never counted. */
  readonly rows: number | null;
  readonly bytes: number;
  readonly indexBytes: number;
  /** Rows written a second since the statistics were reset. */
  readonly writesPerSecond: number | null;
}

/** Bytes of a table a second. */
export interface WorkRates {
  readonly scan: number;
  readonly indexBuild: number;
  /** Bytes of the table and its indexes. */
  readonly rewrite: number;
}

/** Output of `roundtrip stats`. */
export interface DatabaseStats {
  readonly format: 'roundtrip.stats/1';
  readonly server: { readonly version: string };
  /** When it was read, in ISO 8601. */
  readonly takenAt: string;
  /** With `--measure`. */
  readonly rates?: WorkRates;
  readonly tables: readonly TableStats[];
}

/** @throws UsageError when the file is not the output of `roundtrip stats` */
export async function readStatsFile(path: string): Promise<DatabaseStats> {
  try {
    const stats = JSON.parse(await readFile(path, 'utf8')) as Partial<DatabaseStats>;
    if (isStats(stats)) return stats;
  } catch (cause) {
    throw new UsageError(`the file ${path} cannot be read: ${messageOf(cause)}`, {
      remedy: howToWrite,
      cause,
    });
  }
  throw new UsageError(`${path} is not the output of roundtrip stats`, { remedy: howToWrite });
}

function isStats(value: Partial<DatabaseStats>): value is DatabaseStats {
  return value.format === 'roundtrip.stats/1' && Array.isArray(value.tables);
}

const howToWrite = 'Write it: roundtrip stats > FILE, or give the URL of a database.';
