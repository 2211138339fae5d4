import { relative } from 'node:path';
import type { Finding, FindingPlace } from '../../lint/finding.js';
import { countFindings, openFindings, type LintReport } from '../../lint/lint-report.js';
import type { Severity } from '../../lint/rules/rule.js';
import { blankLike } from '../../migrations/failed-place.js';
import { formatDuration } from '../text/format-number.js';
import { countOf } from '../text/plural.js';
import type { Paint } from '../text/paint.js';
import { wrapText } from '../text/wrap-text.js';

export interface LintTextOptions {
  readonly paint: Paint;
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
  /** `all` also shows cleared and suppressed findings. */
  readonly show: 'open' | 'all';
}

/** Width of messages and advice, in characters. */
const width = 100;

/** Lines of a statement that are shown where the file has a call of the builder instead. */
const mostSqlLines = 3;

/** Renders all findings, each with its line in the file, and the summary. */
export function renderLint(report: LintReport, options: LintTextOptions): string {
  const findings = report.migrations.flatMap((linted) =>
    options.show === 'all' ? linted.findings : openFindings(linted),
  );
  return [...findings.map((finding) => renderFinding(finding, options)), renderSummary(report, options)].join(
    '\n\n',
  );
}

export function renderFinding(finding: Finding, options: LintTextOptions): string {
  const { paint, cwd } = options;
  const { rule, severity, direction, status, message, advice, place, suppressed } = finding;
  const state = suppressed ? `suppressed: ${suppressed.reason}` : status;
  return [
    `${paint.bold(locationText(place, cwd))}  ${colours[severity](paint)(severity)}  ${rule}  ${paint.dim(`${direction}, ${state}`)}`,
    ...wrapText(message, width).map((line) => `  ${line}`),
    ...excerptLines(finding, paint),
    ...wrapText(advice, width).map((line) => paint.dim(`  ${line}`)),
    ...remedyLines(finding).map((line) => `    ${paint.cyan(line)}`),
  ].join('\n');
}

const colours: Readonly<Record<Severity, (paint: Paint) => (text: string) => string>> = {
  error: ({ red }) => red,
  warning: ({ yellow }) => yellow,
  info: ({ blue }) => blue,
};

/** `migrations/2_mood.ts:12:7` */
export function locationText({ path, line, column }: FindingPlace, cwd: string): string {
  return [relative(cwd, path), line, column].filter((part) => part !== undefined).join(':');
}

function excerptLines({ place, sql }: Finding, paint: Paint): readonly string[] {
  const { text, line, column = 1, endLine, endColumn = 1, written } = place;
  const sent =
    written === 'sql' || sql === undefined ? [] : sqlLines(sql).map((one) => paint.dim(`  sends: ${one}`));
  if (text === undefined || line === undefined) return sent;
  const end = endLine === line ? endColumn - 1 : text.length;
  const marked = text.slice(column - 1, end).trimEnd();
  const margin = ' '.repeat(`${line}`.length);
  return [
    `  ${line} | ${text}`,
    `  ${margin} | ${blankLike(text.slice(0, column - 1))}${paint.red('^'.repeat(Math.max(1, blankLike(marked).length)))}`,
    ...sent,
  ];
}

function sqlLines(sql: string): readonly string[] {
  const lines = sql.trim().split('\n');
  return lines.length > mostSqlLines ? [...lines.slice(0, mostSqlLines), '…'] : lines;
}

/** As a call of the builder where the migration uses the builder. */
export function remedyLines({ remedy, place }: Pick<Finding, 'remedy' | 'place'>): readonly string[] {
  if (!remedy) return [];
  const isCode = !place.path.endsWith('.sql') && place.written !== 'sql';
  return (isCode ? (remedy.builder ?? remedy.sql) : remedy.sql).split('\n');
}

/** `12 migrations: 2 errors, 1 warning, in 80 ms` */
export function renderSummary(report: LintReport, { paint }: Pick<LintTextOptions, 'paint'>): string {
  const { error, warning, info } = countFindings(report);
  const parts = [
    ...(error > 0 ? [paint.red(countOf(error, 'error'))] : []),
    ...(warning > 0 ? [paint.yellow(countOf(warning, 'warning'))] : []),
    ...(info > 0 ? [paint.blue(countOf(info, 'note'))] : []),
  ];
  const result = parts.length > 0 ? parts.join(', ') : paint.green('no findings');
  const where = report.server
    ? ` on PostgreSQL ${report.server.version} (${report.server.kind})`
    : ', without running them';
  return `${countOf(report.migrations.length, 'migration')}: ${result}, in ${formatDuration(report.milliseconds)}${where}`;
}
