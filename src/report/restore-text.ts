import {
  isComplete,
  type Misfit,
  type RestoredTable,
  type RestoreReport,
} from '../backup/restore/restore-report.js';
import type { Paint } from './paint.js';
import { countOf } from './plural.js';
import { renderTable } from './table.js';

/** Rows told of each table; JSON has them all. */
const shown = 100;

/** What was put back, table by table, and row by row what no longer fits. */
export function renderRestore(report: RestoreReport, paint: Paint): string {
  const { tables, sequences } = report;
  const moved = sequences.map(({ schema, name, outcome, value }) =>
    outcome === 'missing'
      ? paint.yellow(`sequence ${schema}.${name} is not there`)
      : `sequence ${schema}.${name} ${outcome === 'put-forward' ? 'was put forward to' : 'stands at'} ${value ?? ''}`,
  );
  return [
    ...(tables.length > 0 ? [tableOf(tables), ''] : []),
    ...(moved.length > 0 ? [...moved, ''] : []),
    ...tables.flatMap((table) => misfitLines(table, paint)),
    summaryOf(report, paint),
  ].join('\n');
}

function tableOf(tables: readonly RestoredTable[]): string {
  const head = ['TABLE', 'IN BACKUP', 'INSERTED', 'UPDATED', 'UNCHANGED', 'NOT RESTORED'];
  const rows = tables.map(({ schema, name, rows: all, inserted, updated, unchanged, misfitting }) => [
    `${schema}.${name}`,
    ...[all, inserted, updated, unchanged, misfitting].map(String),
  ]);
  return renderTable(head, rows).join('\n');
}

function misfitLines({ schema, name, misfits }: RestoredTable, paint: Paint): readonly string[] {
  if (misfits.length === 0) return [];
  const more = misfits.length - shown;
  return [
    paint.bold(`${schema}.${name}`),
    ...misfits.slice(0, shown).map((misfit) => `  ${misfitText(misfit)}`),
    ...(more > 0 ? [`  and ${more} more: --json lists all`] : []),
    '',
  ];
}

function misfitText({ row, rows, message, sqlState }: Misfit): string {
  const code = sqlState === null ? '' : ` (SQLSTATE ${sqlState})`;
  if (row === null) return `${countOf(rows, 'row')}: ${message}${code}`;
  const key = Object.entries(row).map(([column, value]) => `${column} = ${value ?? 'NULL'}`);
  return `${key.join(', ')}: ${message}${code}`;
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
  const text = `${back} put back, ${same} as in the backup already, ${misfitting} not restored`;
  const source = `from the rollback of ${backup.migrations.join(', ')}`;
  return `${isComplete(report) ? paint.green(text) : paint.yellow(text)}, ${source}`;
}

/** The format of `restore --json`. */
export function restoreToJson(report: RestoreReport): object {
  const complete = isComplete(report);
  return { format: 'roundtrip.restore/1', verdict: complete ? 'complete' : 'incomplete', ...report };
}
