import { limitTexts } from '../text/repair-limits.js';
import type { Finding } from '../../verify/finding.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { lineDiff } from '../text/line-diff.js';
import type { Paint } from '../text/paint.js';
import { changeOrder, migrationTexts, objectText, wordsFor } from './words.js';

/** Renders the differences by kind of change, and the repair SQL in both directions. */
export function renderVerifyFindings(report: VerifyReport, paint: Paint): string {
  const { findings, with: other } = report;
  const { headings } = wordsFor(other);
  const lists = changeOrder.flatMap((change) => {
    const some = findings.filter((finding) => finding.change === change);
    return some.length === 0 ? [] : [listText(headings[change], some, paint)];
  });
  const migrations = migrationTexts(other).map((text) => paint.red(text));
  return [
    ...(migrations.length === 0 ? [] : [migrations.join('\n')]),
    ...lists,
    ...repairTexts(report, paint),
  ].join('\n\n');
}

function listText(heading: string, findings: readonly Finding[], paint: Paint): string {
  return [paint.red(heading), ...findings.flatMap((one) => findingLines(one, paint)).map(indent)].join('\n');
}

export function findingLines(finding: Finding, paint: Paint): readonly string[] {
  return [paint.bold(objectText(finding)), ...sidesOf(finding).map((line) => `  ${colour(line, paint)}`)];
}

/** Renders both sides as a line diff. */
export function sidesOf({ expected, actual }: Finding): readonly string[] {
  return lineDiff(expected, actual);
}

function repairTexts({ notRepaired, repair, with: other }: VerifyReport, paint: Paint): readonly string[] {
  const { repairs } = wordsFor(other);
  return [
    sqlText(repairs.database, repair.database, paint),
    sqlText(repairs.expectation, repair.expectation, paint),
    ...limitTexts(notRepaired.database),
  ].filter((text) => text !== '');
}

function sqlText(heading: string, statements: readonly string[], paint: Paint): string {
  if (statements.length === 0) return '';
  const lines = statements.flatMap((statement) => statement.split('\n'));
  return [heading, ...lines.map((line) => indent(paint.cyan(line)))].join('\n');
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith('-')) return paint.red(line);
  return line.startsWith('+') ? paint.green(line) : paint.dim(line);
}

function indent(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
