import type { SeedReport } from '../../seed/run-seeds.js';
import { formatDuration, roundMilliseconds } from '../text/format-number.js';
import { countOf } from '../text/plural.js';
import { renderTable } from '../text/table.js';

export function renderSeedReport({ set, files, tables, milliseconds }: SeedReport): string {
  const time = formatDuration(milliseconds);
  if (tables.length === 0)
    return `seed set ${set}: ${countOf(files.length, 'file')}, nothing changed, in ${time}`;
  const rows = tables.map(({ table, inserted, updated, deleted }) => [
    table,
    `${inserted}`,
    `${updated}`,
    `${deleted}`,
  ]);
  const lines = renderTable(['TABLE', 'INSERTED', 'UPDATED', 'DELETED'], rows);
  return [...lines, '', `seed set ${set}: ${countOf(files.length, 'file')} in ${time}`].join('\n');
}

/** Output of `seed --json`; docs/json.md describes each field. */
export interface SeedResult extends SeedReport {
  readonly format: 'roundtrip.seed/1';
}

/** The format of `seed --json`. */
export function seedToJson(report: SeedReport): SeedResult {
  return { format: 'roundtrip.seed/1', ...report, milliseconds: roundMilliseconds(report.milliseconds) };
}
