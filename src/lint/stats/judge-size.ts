import type { Finding } from '../finding.js';
import type { ExpectedWork } from '../expected/work.js';
import type { TableStats, WorkRates } from './table-stats.js';

/** A table with fewer rows and bytes than this is read or rewritten within the blink of an eye. */
export const smallTable = { rows: 10_000, bytes: 8 * 1024 * 1024 } as const;

/** Bytes a second: assumptions for a slow server, so that an estimate is rather too long (docs/lint.md). */
const assumedRates: WorkRates = {
  rewrite: 50 * 1024 * 1024,
  indexBuild: 50 * 1024 * 1024,
  scan: 400 * 1024 * 1024,
};

/** Kinds of work that take longer the larger the table is. */
export type SizedWork = Exclude<ExpectedWork['kind'], 'row changes' | 'read'> | undefined;

interface SizedFinding {
  readonly table: TableStats;
  readonly work: SizedWork;
  /** Those of the server, where they were measured. */
  readonly rates: WorkRates | undefined;
}

/**
 * The finding in view of the size of its table: cleared for a small one, and with the time that the lock is expected
 * to be held for a large one.
 */
export function judgeSize(finding: Finding, { table, work, rates = assumedRates }: SizedFinding): Finding {
  const rows = table.rows ?? 0;
  const text = `${finding.relation ?? ''} has about ${rows.toLocaleString('en')} rows`;
  if (table.rows !== null && rows < smallTable.rows && table.bytes < smallTable.bytes)
    return { ...finding, status: 'cleared', message: `${finding.message}; ${text}` };
  const writes = table.writesPerSecond === null ? '' : `, ${table.writesPerSecond} writes a second`;
  const seconds = work === undefined ? undefined : estimateSeconds(table, work, rates);
  const time = seconds === undefined ? '' : `, about ${printSeconds(seconds)}`;
  return { ...finding, message: `${finding.message} (${text}${writes}${time})` };
}

function estimateSeconds(
  { bytes, indexBytes }: TableStats,
  work: NonNullable<SizedWork>,
  rates: WorkRates,
): number {
  if (work === 'rewrite') return (bytes + indexBytes) / rates.rewrite;
  return bytes / (work === 'scan' ? rates.scan : rates.indexBuild);
}

function printSeconds(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
