import { relative } from 'node:path';
import { markup, type Markup } from '../../html/markup.js';
import {
  bulletList,
  codeBlock,
  dataTable,
  inlineCode,
  paragraph,
  resultMark,
  section,
} from '../../html/page-parts.js';
import type { LostData } from '../../rehearse/losses/losses.js';
import type {
  RehearsalReport,
  RehearsedMigration,
  StatementReport,
  StepReport,
} from '../../rehearse/rehearsal-report.js';
import { reportPage } from '../html/report-page.js';
import { formatBytes } from '../../config/size.js';
import { formatDuration } from '../text/format-number.js';
import { chartStyle, timelineChart } from './timeline-chart.js';
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

/** A page for people: the timeline of the load against the steps, then each migration, then what it ran on. */
export function rehearsalToHtml(report: RehearsalReport, cwd: string): string {
  const { verdict, migrations, milliseconds } = report;
  return reportPage({
    title: `Rehearsal: ${verdictWords[verdict]}`,
    tone: verdict === 'ready' ? 'good' : 'bad',
    summary: [
      `${summaryText(report)}, in ${formatDuration(milliseconds)}.`,
      `Snapshot: ${snapshotText(report)}.`,
      `Copy: ${copyText(report)}. Budgets: ${budgetText(report)}.`,
    ],
    body: [
      ...timeline(report),
      overview(migrations),
      ...migrations.map((one, index) => migrationSection(one, { number: index + 1, cwd })),
      remarks(report),
      loadSection(report),
      settingsSection(report),
    ].filter((part) => part.source !== ''),
    ownStyle: chartStyle,
  });
}

function timeline(report: RehearsalReport): readonly Markup[] {
  const heading = markup`Timeline`;
  if (report.load.timeline.length === 0) return [];
  return [section({ id: 'timeline', heading, parts: [timelineChart(report)] })];
}

function overview(migrations: readonly RehearsedMigration[]): Markup {
  return dataTable({
    label: 'Migrations',
    head: ['', 'Migration', 'Verdict', 'Up', 'Down', 'Longest stall', 'Rows lost'],
    rows: migrations.map(({ name, verdict, up, down, upAgain, lost }, index) => [
      index + 1,
      markup`<a href="#migration-${index + 1}">${name}</a>`,
      verdictMark(verdict),
      durationOf(up),
      durationOf(down),
      formatDuration(Math.max(0, ...[up, down, upAgain].map((step) => step?.load?.longest ?? 0))),
      formatCount(lost.reduce((sum, { rows }) => sum + rows, 0)),
    ]),
  });
}

function verdictMark(verdict: RehearsedMigration['verdict']): Markup {
  return resultMark(verdict === 'ready' ? 'good' : 'bad', verdictWords[verdict]);
}

function durationOf(step: StepReport | undefined): string {
  return step ? formatDuration(step.milliseconds) : 'not run';
}

function migrationSection(
  migration: RehearsedMigration,
  { number, cwd }: { readonly number: number; readonly cwd: string },
): Markup {
  const { name, path, verdict, reasons, up, down, upAgain, failure, lost, differences } = migration;
  const steps = [up, down, upAgain].filter((step) => step !== undefined);
  return section({
    id: `migration-${number}`,
    heading: markup`${number}. ${name}: ${verdictMark(verdict)}`,
    parts: [
      paragraph(inlineCode(relative(cwd, path))),
      ...bulletList(reasons),
      ...(failure?.statement ? [codeBlock(failure.statement)] : []),
      stepTable(name, steps),
      ...bulletList([
        ...lost.map(lossItem),
        ...differences.map((one) => `After the down, ${differenceText(one)}.`),
      ]),
      ...bulletList(notesOn(migration)),
    ],
  });
}

function stepTable(name: string, steps: readonly StepReport[]): Markup {
  return dataTable({
    label: `Steps of ${name}`,
    head: [
      'Step',
      'Duration',
      'Load p50',
      'p99',
      'Longest stall',
      'Lock wait',
      'Rows',
      'Size',
      'WAL',
      'Temporary files',
    ],
    rows: steps.flatMap((step) => [
      [markup`<strong>${phaseWords[step.phase]}</strong>`, ...measures(step)],
      ...step.statements.map((one) => [inlineCode(oneLine(one.sql, 160)), ...measures(one)]),
    ]),
  });
}

function measures(one: StepReport | StatementReport): readonly string[] {
  const { milliseconds, load, longestLockWait, rows, walBytes, temporaryBytes } = one;
  return [
    formatDuration(milliseconds),
    ...(load ? [load.p50, load.p99, load.longest].map(formatDuration) : ['', '', '']),
    longestLockWait > 0 ? formatDuration(longestLockWait) : '',
    formatCount(rows),
    sizeText(one),
    formatBytes(walBytes),
    temporaryBytes > 0 ? formatBytes(temporaryBytes) : '',
  ];
}

function lossItem(lost: LostData): Markup {
  const { statement, direction } = lost;
  const by =
    statement === '' ? '' : markup`, by the ${direction ?? ''}: ${inlineCode(oneLine(statement, 300))}`;
  return markup`Lost: ${lossText(lost)}${by}`;
}

function notesOn({ compared, written, notes }: RehearsedMigration): readonly string[] {
  const list = (some: RehearsedMigration['compared']) =>
    some.map(({ table, rows }) => `${table} (${countOfRows(rows)})`).join(', ');
  return [
    ...(compared.length > 0 ? [`compared after the down: ${list(compared)}`] : []),
    ...(written.length > 0 ? [`written between up and down: ${list(written)}`] : []),
    ...notes,
  ];
}

function remarks(report: RehearsalReport): Markup {
  const { notRun, notes } = report;
  const all = [
    ...(notRun.length > 0 ? [`not rehearsed after the failure: ${notRun.join(', ')}`] : []),
    ...loadErrors(report),
    ...notes,
  ];
  if (all.length === 0) return markup``;
  return section({ id: 'remarks', heading: markup`Remarks`, parts: bulletList(all) });
}

function loadSection({ load }: RehearsalReport): Markup {
  return section({
    id: 'load',
    heading: markup`Load`,
    parts: [
      paragraph(`${loadText(load)}.`),
      ...(load.statements.length === 0 || load.origin === 'none'
        ? []
        : [
            dataTable({
              label: 'Statements of the load',
              head: ['Statement', 'Weight', 'Sent', 'p50', 'p99', 'Longest', 'Errors'],
              rows: load.statements.map(({ name, weight, load: latencies }) => [
                inlineCode(name),
                weight,
                formatCount(latencies?.count ?? 0),
                ...[latencies?.p50, latencies?.p99, latencies?.longest].map((one) =>
                  formatDuration(one ?? 0),
                ),
                formatCount(latencies?.errors ?? 0),
              ]),
            }),
          ]),
    ],
  });
}

function settingsSection({ settings, tables }: RehearsalReport): Markup {
  return section({
    id: 'copy',
    heading: markup`Copy`,
    parts: [
      dataTable({
        label: 'Tables concerned',
        head: ['Table', 'Rows (estimate)', 'Size'],
        rows: tables.map(({ name, rows, bytes }) => [
          inlineCode(name),
          formatCount(rows),
          formatBytes(bytes),
        ]),
      }),
      dataTable({
        label: 'Settings of the server',
        head: ['Setting', 'Value'],
        rows: Object.entries(settings).map(([name, value]) => [inlineCode(name), value]),
      }),
    ],
  });
}
