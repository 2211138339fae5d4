import { relative } from 'node:path';
import type {
  RehearsalReport,
  RehearsalVerdict,
  RehearsedMigration,
  StatementReport,
  StepReport,
} from '../../rehearse/rehearsal-report.js';
import type { RehearsalHead } from '../../rehearse/rehearse.js';
import { formatBytes } from '../../config/size.js';
import { formatDuration } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { renderTable } from '../text/table.js';
import {
  budgetText,
  copyText,
  countOfRows,
  differenceText,
  formatCount,
  loadErrors,
  loadText,
  lossText,
  oneLine,
  phaseWords,
  sizeText,
  snapshotText,
  summaryText,
  verdictWords,
} from './words.js';

export interface RehearsalTextOptions {
  readonly paint: Paint;
  readonly cwd: string;
}

export function paintVerdict(verdict: RehearsalVerdict, paint: Paint): string {
  const mark = verdict === 'ready' ? paint.green('✓') : paint.red('✗');
  return `${mark} ${verdict === 'ready' ? paint.green(verdictWords.ready) : paint.red(verdictWords[verdict])}`;
}

/** One migration: its steps, their statements, and what the verdict follows from. */
export function renderRehearsed(migration: RehearsedMigration, { paint, cwd }: RehearsalTextOptions): string {
  const { name, path, verdict, reasons, up, down, upAgain, failure, lost, differences, notes } = migration;
  const steps = [up, down, upAgain].filter((step) => step !== undefined);
  return [
    `${paintVerdict(verdict, paint)}  ${paint.bold(name)}  ${paint.dim(relative(cwd, path))}`,
    ...stepTable(steps).map((line, index) => `  ${index === 0 ? paint.dim(line) : line}`),
    ...reasons.map((reason) => `  ${paint.red(reason)}`),
    ...(failure?.statement ? [`    | ${oneLine(failure.statement, 100)}`] : []),
    ...lost.flatMap((one) => [
      `  lost: ${lossText(one)}`,
      ...(one.statement === ''
        ? []
        : [paint.dim(`    by the ${one.direction ?? ''}: ${oneLine(one.statement, 90)}`)]),
    ]),
    ...differences.map((one) => `  after the down, ${differenceText(one)}`),
    ...comparedLines(migration).map((line) => paint.dim(`  ${line}`)),
    ...notes.map((note) => paint.dim(`  note: ${note}`)),
  ].join('\n');
}

const head = [
  'STEP',
  'DURATION',
  'LOAD P50',
  'P99',
  'STALL',
  'LOCK WAIT',
  'ROWS',
  'SIZE',
  'WAL',
  'TEMP',
] as const;

/** A line for each step, and below it one for each statement where it has several. */
function stepTable(steps: readonly StepReport[]): readonly string[] {
  const rows = steps.flatMap((step) => [
    cells(phaseWords[step.phase], step),
    ...step.statements.map((one) => cells(`  ${oneLine(one.sql, 48)}`, one)),
  ]);
  return renderTable(head, rows);
}

function cells(label: string, measures: StepReport | StatementReport): readonly string[] {
  const { milliseconds, load, longestLockWait, rows, walBytes, temporaryBytes } = measures;
  return [
    label,
    formatDuration(milliseconds),
    ...(load ? [load.p50, load.p99, load.longest].map(formatDuration) : ['-', '-', '-']),
    longestLockWait > 0 ? formatDuration(longestLockWait) : '-',
    formatCount(rows),
    sizeText(measures),
    formatBytes(walBytes),
    temporaryBytes > 0 ? formatBytes(temporaryBytes) : '-',
  ];
}

function comparedLines({ compared, written }: RehearsedMigration): readonly string[] {
  const list = (some: RehearsedMigration['compared']) =>
    some.map(({ table, rows }) => `${table} (${countOfRows(rows)})`).join(', ');
  return [
    ...(compared.length > 0 ? [`compared after the down: ${list(compared)}`] : []),
    ...(written.length > 0 ? [`written between up and down: ${list(written)}`] : []),
  ];
}

/** What was rehearsed on, before the migrations. */
export function renderHead(report: RehearsalHead, { paint }: RehearsalTextOptions): string {
  return [
    `snapshot  ${snapshotText(report)}`,
    `copy      ${copyText(report)}`,
    `load      ${loadText(report.load)}`,
    `budgets   ${budgetText(report)}`,
  ]
    .map((line) => paint.dim(line))
    .join('\n');
}

export function renderSummary(report: RehearsalReport, { paint }: RehearsalTextOptions): string {
  const { verdict, notRun, notes, milliseconds, migrations } = report;
  if (migrations.length === 0 && notRun.length === 0) return 'no pending migrations';
  const text = `${summaryText(report)}, in ${formatDuration(milliseconds)}`;
  return [
    verdict === 'ready' ? paint.green(text) : paint.red(text),
    ...(notRun.length > 0 ? [`not rehearsed after the failure: ${notRun.join(', ')}`] : []),
    ...loadErrors(report).map((line) => paint.yellow(line)),
    ...notes.map((note) => paint.dim(`note: ${note}`)),
  ].join('\n');
}
