import { comparedText } from '../text/compared-text.js';
import { limitTexts } from '../text/repair-limits.js';
import type { Finding } from '../../verify/finding.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { formatDuration } from '../text/format-number.js';
import { cell, code, escapeMarkdown, fence } from '../text/markdown-syntax.js';
import { casesOf, type VerifyCase } from './cases.js';
import { sidesOf } from './finding-text.js';
import {
  changeOrder,
  findingCounts,
  ignoredText,
  migrationTexts,
  objectText,
  remarksOn,
  sidesText,
  wordsFor,
} from './words.js';

/** Markdown for a pull request or a CI summary: a table of all compared objects, then each finding. */
export function verifyToMarkdown(report: VerifyReport): string {
  const { verdict, milliseconds, server, with: other, repair } = report;
  const words = wordsFor(other);
  const sides = sidesText(report);
  return [
    `# Database: ${verdict === 'same' ? words.same : words.different}`,
    ...(sides === undefined ? [] : [`${escapeMarkdown(sides)}.`]),
    `${escapeMarkdown(comparedText(report))} in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind})${countsText(report)}.`,
    ...list(migrationTexts(other)),
    table(casesOf(report), report),
    ...findingParts(report),
    ...sqlPart(words.repairs.database, repair.database),
    ...sqlPart(words.repairs.expectation, repair.expectation),
    ...limitTexts(report.notRepaired.database, code).map((text) => `${text}.`),
    ...list(report.ignored.map((one) => `ignored: ${ignoredText(one)}`)),
    ...list(remarksOn(report)),
    '',
  ].join('\n\n');
}

function countsText(report: VerifyReport): string {
  const counts = findingCounts(report);
  return counts === '' ? '' : `: ${counts}`;
}

function table(cases: readonly VerifyCase[], { with: other }: VerifyReport): string {
  const { changes } = wordsFor(other);
  const rows = cases.map(({ name, compared, findings }) => {
    const found = findings.map((one) => `${changes[one.change]} ${code(objectText(one))}`).join(', ');
    const result = found === '' ? `✅ ${escapeMarkdown(compared)}` : `❌ ${found}`;
    return `| ${cell(code(name))} | ${cell(result.trim())} |`;
  });
  return ['| Object | Found |', '| --- | --- |', ...rows].join('\n');
}

function findingParts({ findings, with: other }: VerifyReport): readonly string[] {
  const { headings } = wordsFor(other);
  return changeOrder.flatMap((change) => {
    const some = findings.filter((finding) => finding.change === change);
    return some.length === 0 ? [] : [`## ${headings[change]}`, ...some.flatMap(findingPart)];
  });
}

function findingPart(finding: Finding): readonly string[] {
  return [`**${code(objectText(finding))}**`, fence('diff', sidesOf(finding).join('\n'))];
}

function sqlPart(heading: string, statements: readonly string[]): readonly string[] {
  return statements.length === 0 ? [] : [heading, fence('sql', statements.join('\n'))];
}

function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')];
}
