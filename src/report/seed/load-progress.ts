import type { LoadProgress } from '../../seed/run-load.js';
import { formatDuration } from '../text/format-number.js';
import { formatRows } from './load-report.js';

const width = 20;

/** `████░░░░ 42 %  6,720,000 of 16,000,000 rows  95,000 rows/s  1 min 38 s left  public.users` */
export function renderLoadProgress(
  { table, done, total }: LoadProgress,
  { rows, milliseconds }: { readonly rows: number; readonly milliseconds: number },
): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.floor(share * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const speed = rows / (milliseconds / 1000);
  const left = speed > 0 ? formatDuration(((total - done) / speed) * 1000) : '?';
  const percent = `${Math.floor(share * 100)} %`;
  return (
    `${bar} ${percent}  ${formatRows(done)} of ${formatRows(total)} rows  ` +
    `${formatRows(Math.round(speed))} rows/s  ${left} left  ${table}`
  );
}
