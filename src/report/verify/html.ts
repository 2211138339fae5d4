import { markup, type Markup } from '../../html/markup.js';
import {
  bulletList,
  codeBlock,
  dataTable,
  diffBlock,
  inlineCode,
  paragraph,
  resultMark,
  section,
} from '../../html/page-parts.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { reportPage } from '../html/report-page.js';
import { comparedText } from '../text/compared-text.js';
import { formatDuration } from '../text/format-number.js';
import { limitTexts } from '../text/repair-limits.js';
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

/** A page for people: each difference, the SQL in both directions, and a table of all compared objects. */
export function verifyToHtml(report: VerifyReport): string {
  const { verdict, with: other } = report;
  const words = wordsFor(other);
  const isSame = verdict === 'same';
  return reportPage({
    title: `Database: ${isSame ? words.same : words.different}`,
    tone: isSame ? 'good' : 'bad',
    summary: verifySummary(report),
    body: verifyParts(report),
  });
}

/** The number of compared objects and differences, in sentences. */
export function verifySummary(report: VerifyReport): readonly string[] {
  const { milliseconds, server } = report;
  const sides = sidesText(report);
  const counts = findingCounts(report);
  return [
    ...(sides === undefined ? [] : [`${sides}.`]),
    `${comparedText(report)} in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind})${counts === '' ? '' : `: ${counts}`}.`,
  ];
}

/** The differences, the SQL that removes them, the remarks, and the table of all compared objects. */
export function verifyParts(report: VerifyReport): readonly Markup[] {
  const { with: other, ignored } = report;
  return [
    ...bulletList(migrationTexts(other)),
    ...findingSections(report),
    ...repairSections(report),
    ...bulletList([...ignored.map((one) => `ignored: ${ignoredText(one)}`), ...remarksOn(report)]),
    section({ id: 'compared', heading: markup`Compared objects`, parts: [comparedTable(report)] }),
  ];
}

function findingSections({ findings, with: other }: VerifyReport): readonly Markup[] {
  const { headings } = wordsFor(other);
  return changeOrder.flatMap((change) => {
    const some = findings.filter((finding) => finding.change === change);
    const parts = some.flatMap((one) => [
      markup`<h3>${inlineCode(objectText(one))}</h3>`,
      diffBlock(sidesOf(one)),
    ]);
    return some.length === 0
      ? []
      : [section({ id: change, heading: markup`${capitalized(headings[change])}`, parts })];
  });
}

function repairSections({ repair, notRepaired, with: other }: VerifyReport): readonly Markup[] {
  const { repairs } = wordsFor(other);
  const parts = [
    ...sqlParts(repairs.database, repair.database),
    ...sqlParts(repairs.expectation, repair.expectation),
    ...limitTexts(notRepaired.database).map((text) => paragraph(`${text}.`)),
  ];
  return parts.length === 0 ? [] : [section({ id: 'repair', heading: markup`Repair`, parts })];
}

function sqlParts(heading: string, statements: readonly string[]): readonly Markup[] {
  return statements.length === 0 ? [] : [paragraph(capitalized(heading)), codeBlock(statements.join('\n'))];
}

function comparedTable(report: VerifyReport): Markup {
  return dataTable({
    label: 'Compared objects',
    head: ['Object', 'Result'],
    rows: casesOf(report).map((one) => [inlineCode(one.name), resultOf(one, report)]),
  });
}

function resultOf({ compared, findings }: VerifyCase, { with: other }: VerifyReport): Markup {
  const { changes } = wordsFor(other);
  const found = findings.map((one) => `${changes[one.change]} ${objectText(one)}`).join(', ');
  return found === '' ? resultMark('good', compared === '' ? 'same' : compared) : resultMark('bad', found);
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
