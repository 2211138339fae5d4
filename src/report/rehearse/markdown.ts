import type { RehearsalReport, RehearsedMigration, StepReport } from '../../rehearse/rehearsal-report.js';
import { formatBytes } from '../../config/size.js';
import { formatDuration } from '../text/format-number.js';
import { cell, code, escapeMarkdown } from '../text/markdown-syntax.js';
import {
  budgetText,
  copyText,
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

/** Markdown for a pull request or a CI summary: a table of the migrations, then the steps of each. */
export function rehearsalToMarkdown(report: RehearsalReport): string {
  const { migrations, notRun, notes, milliseconds } = report;
  const remarks = [
    ...(notRun.length > 0 ? [`not rehearsed after the failure: ${notRun.join(', ')}`] : []),
    ...loadErrors(report),
    ...notes,
  ];
  return [
    `# Rehearsal: ${verdictWords[report.verdict]}`,
    `${summaryText(report)}, in ${formatDuration(milliseconds)}.`,
    [
      `- snapshot: ${escapeMarkdown(snapshotText(report))}`,
      `- copy: ${escapeMarkdown(copyText(report))}`,
      `- load: ${escapeMarkdown(loadText(report.load))}`,
      `- budgets: ${escapeMarkdown(budgetText(report))}`,
    ].join('\n'),
    overview(migrations),
    ...migrations.flatMap(migrationParts),
    ...list(remarks),
    '',
  ].join('\n\n');
}

function overview(migrations: readonly RehearsedMigration[]): string {
  const rows = migrations.map(({ name, verdict, up, down, lost }) => {
    const mark = verdict === 'ready' ? '✅' : '❌';
    const times = [up, down].map((step) => (step ? formatDuration(step.milliseconds) : '-'));
    const stall = Math.max(...[up, down].map((step) => step?.load?.longest ?? 0));
    const rowsLost = lost.reduce((sum, { rows }) => sum + rows, 0);
    const cells = [`${mark} ${verdictWords[verdict]}`, cell(code(name)), ...times, formatDuration(stall)];
    return `| ${[...cells, formatCount(rowsLost)].join(' | ')} |`;
  });
  return [
    '| Verdict | Migration | Up | Down | Longest stall | Rows lost |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function migrationParts(migration: RehearsedMigration): readonly string[] {
  const { name, verdict, reasons, up, down, upAgain, lost, differences, notes } = migration;
  const steps = [up, down, upAgain].filter((step) => step !== undefined);
  return [
    `## ${code(name)}: ${verdictWords[verdict]}`,
    ...list(reasons),
    stepTable(steps),
    ...list([
      ...lost.map(
        (one) => `lost: ${lossText(one)}${one.statement === '' ? '' : `, by ${oneLine(one.statement, 120)}`}`,
      ),
      ...differences.map((one) => `after the down, ${differenceText(one)}`),
      ...notes,
    ]),
  ];
}

function stepTable(steps: readonly StepReport[]): string {
  const row = (
    label: string,
    { milliseconds, load, rows, walBytes, ...measures }: StepReport | StepReport['statements'][number],
  ) => {
    const latencies = load ? [load.p50, load.p99, load.longest].map(formatDuration) : ['-', '-', '-'];
    const size = sizeText({ milliseconds, load, rows, walBytes, ...measures });
    const cells = [
      label,
      formatDuration(milliseconds),
      ...latencies,
      formatCount(rows),
      size,
      formatBytes(walBytes),
    ];
    return `| ${cells.join(' | ')} |`;
  };
  return [
    '| Step | Duration | Load p50 | p99 | Longest stall | Rows | Size | WAL |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...steps.flatMap((step) => [
      row(`**${phaseWords[step.phase]}**`, step),
      ...step.statements.map((one) => row(cell(code(oneLine(one.sql, 100))), one)),
    ]),
  ].join('\n');
}

function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')];
}
