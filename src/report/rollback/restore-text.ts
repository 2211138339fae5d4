import {
  isComplete,
  type RejectedRows,
  type RestoredSequence,
  type RestoredTable,
  type RestoreReport,
} from '../../rollback/restore/restore-report.js';
import type { Waiting } from '../../rollback/restore/restore.js';
import { formatDuration } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { renderTable } from '../text/table.js';
import { terminalText } from '../text/terminal-text.js';

/** Maximum rows listed for each table; JSON has all of them. */
const shown = 100;

/** Renders the restored rows by table, and each row that was rejected. */
export function renderRestore(report: RestoreReport, paint: Paint): string {
  const { tables, sequences } = report;
  const moved = sequences.map((sequence) => sequenceLine(sequence, paint));
  const lines = [
    ...(tables.length > 0 ? [tableOf(tables), ''] : []),
    ...(moved.length > 0 ? [...moved, ''] : []),
    ...tables.flatMap((table) => rejectedRowsLines(table, paint)),
    summaryOf(report, paint),
  ];
  return terminalText(lines.join('\n'));
}

function sequenceLine({ schema, name, outcome, value, message }: RestoredSequence, paint: Paint): string {
  const sequence = `sequence ${schema}.${name}`;
  switch (outcome) {
    case 'missing':
      return paint.yellow(`${sequence} does not exist`);
    case 'refused':
      return paint.yellow(`${sequence} was not set: ${message ?? ''}`);
    case 'put-forward':
      return `${sequence} was advanced to ${value ?? ''}`;
    case 'unchanged':
      return `${sequence} is at ${value ?? ''}`;
  }
}

function tableOf(tables: readonly RestoredTable[]): string {
  const head = ['TABLE', 'IN BACKUP', 'INSERTED', 'UPDATED', 'UNCHANGED', 'NOT RESTORED'];
  const rows = tables.map(({ schema, name, rows: all, inserted, updated, unchanged, misfitting }) => [
    `${schema}.${name}`,
    ...[all, inserted, updated, unchanged, misfitting].map(String),
  ]);
  return renderTable(head, rows).join('\n');
}

export function rejectedRowsLines(
  { schema, name, misfits }: Pick<RestoredTable, 'schema' | 'name' | 'misfits'>,
  paint: Paint,
): readonly string[] {
  if (misfits.length === 0) return [];
  const more = misfits.length - shown;
  return [
    paint.bold(`${schema}.${name}`),
    ...misfits.slice(0, shown).map((rejected) => `  ${rejectedRowsText(rejected)}`),
    ...(more > 0 ? [`  and ${more} more: --json lists all`] : []),
    '',
  ];
}

function rejectedRowsText({ row, rows, message, sqlState }: RejectedRows): string {
  const code = sqlState === null ? '' : ` (SQLSTATE ${sqlState})`;
  if (row === null) return `${countOf(rows, 'row')}: ${message}${code}`;
  const key = Object.entries(row).map(([column, value]) => `${column} = ${value ?? 'NULL'}`);
  return `${key.length === 0 ? 'a row' : key.join(', ')}: ${message}${code}`;
}

function summaryOf(report: RestoreReport, paint: Paint): string {
  const { tables, backup } = report;
  const total = (numberOf: (table: RestoredTable) => number) =>
    tables.reduce((sum, table) => sum + numberOf(table), 0);
  const back = countOf(
    total(({ inserted, updated }) => inserted + updated),
    'row',
  );
  const same = total(({ unchanged }) => unchanged);
  const misfitting = total((table) => table.misfitting);
  const text = `${back} restored, ${same} unchanged, ${misfitting} not restored`;
  const source = `backup of the rollback of ${backup.migrations.join(', ')}`;
  return `${isComplete(report) ? paint.green(text) : paint.yellow(text)}, ${source}`;
}

/** Renders the notice before other sessions have to wait. */
export function renderWaiting({ tables, rows, seconds }: Waiting): string {
  const names = tables.length > 3 ? countOf(tables.length, 'table') : tables.join(', ');
  const about = seconds < 1 ? 'a second' : formatDuration(Math.ceil(seconds) * 1000);
  return `restoring ${countOf(rows, 'row')}: ${names} cannot be written meanwhile, only read, for about ${about}`;
}

/** The format of `restore --json`. */
export function restoreToJson(report: RestoreReport): object {
  const complete = isComplete(report);
  return { format: 'roundtrip.restore/1', verdict: complete ? 'complete' : 'incomplete', ...report };
}
