import type { CleanReport } from '../../seed/clean-load.js';
import type { LoadReport } from '../../seed/run-load.js';
import { formatDuration, roundMilliseconds } from '../text/format-number.js';
import { renderTable } from '../text/table.js';

/** `1,234,567` */
export function formatRows(rows: number): string {
  return rows.toLocaleString('en-US');
}

export function renderLoadReport({ set, scale, seed, tables, rows, milliseconds }: LoadReport): string {
  const lines = renderTable(
    ['TABLE', 'ROWS', 'NUMBERED'],
    tables.map((one) => [
      one.table,
      formatRows(one.rows),
      one.rows === 0 ? '' : `${one.key} ${one.first} to ${one.first + one.rows - 1}`,
    ]),
  );
  const speed = formatRows(Math.round(rows / (milliseconds / 1000)));
  const done =
    rows === 0
      ? 'was already complete'
      : `${formatRows(rows)} rows in ${formatDuration(milliseconds)}, ${speed} rows/s`;
  return [...lines, '', `seed set ${set}, --scale ${scale} --seed-value ${seed}: ${done}`].join('\n');
}

/** The format of `seed --scale --json`. */
export function loadToJson(report: LoadReport): object {
  return { format: 'roundtrip.seed-load/1', ...report, milliseconds: roundMilliseconds(report.milliseconds) };
}

export function renderCleanReport({ set, tables, milliseconds }: CleanReport): string {
  if (tables.length === 0) return `seed set ${set}: nothing is loaded`;
  const lines = renderTable(
    ['TABLE', 'REMOVED'],
    tables.map(({ table, removed }) => [table, formatRows(removed)]),
  );
  return [...lines, '', `seed set ${set}: rows removed in ${formatDuration(milliseconds)}`].join('\n');
}

/** The format of `seed --clean --json`. */
export function cleanToJson(report: CleanReport): object {
  return {
    format: 'roundtrip.seed-clean/1',
    ...report,
    milliseconds: roundMilliseconds(report.milliseconds),
  };
}
