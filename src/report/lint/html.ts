import type { Finding } from '../../lint/finding.js';
import { countFindings, openFindings, type LintReport } from '../../lint/lint-report.js';
import type { Severity } from '../../lint/rules/rule.js';
import { markup, type Markup } from '../../html/markup.js';
import {
  bulletList,
  codeBlock,
  dataTable,
  inlineCode,
  paragraph,
  resultMark,
  section,
  type Tone,
} from '../../html/page-parts.js';
import { reportPage } from '../html/report-page.js';
import { createPaint } from '../text/paint.js';
import { rulePage } from './rule-page.js';
import { locationText, remedyLines, renderSummary } from './text.js';

const tones: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warn', info: 'plain' };

/** A page for people: a table of the findings, then each with its statement and what to write instead. */
export function lintToHtml(report: LintReport, cwd: string): string {
  const findings = report.migrations.flatMap(openFindings);
  const { error } = countFindings(report);
  return reportPage({
    title: 'Lint of the migrations',
    tone: findings.length === 0 ? 'good' : error > 0 ? 'bad' : 'warn',
    summary: [`${renderSummary(report, { paint: createPaint('never') })}.`],
    body: [
      ...(findings.length === 0 ? [] : [overview(findings, cwd)]),
      ...findings.map((finding, index) => details(finding, index, cwd)),
      ...suppressedPart(report, cwd),
    ],
  });
}

function overview(findings: readonly Finding[], cwd: string): Markup {
  return dataTable({
    label: 'Findings',
    head: ['Severity', 'Rule', 'Finding', 'File'],
    rows: findings.map(({ severity, rule, message, direction, place }, index) => [
      resultMark(tones[severity], severity),
      markup`<a href="#${idAt(index)}">${rule}</a>`,
      message,
      markup`${direction}, ${inlineCode(locationText(place, cwd))}`,
    ]),
  });
}

function idAt(index: number): string {
  return `finding-${index + 1}`;
}

function details(finding: Finding, index: number, cwd: string): Markup {
  const { rule, severity, direction, status, message, advice, place, sql } = finding;
  const remedy = remedyLines(finding).join('\n');
  const statement = sql ?? place.text ?? '';
  return section({
    id: idAt(index),
    heading: markup`${resultMark(tones[severity], severity)} <a href="${rulePage(rule)}">${rule}</a>`,
    parts: [
      paragraph(markup`In ${inlineCode(locationText(place, cwd))} (${direction}, ${status}).`),
      paragraph(`${message}.`),
      ...(statement === '' ? [] : [codeBlock(statement)]),
      paragraph(advice),
      ...(remedy === '' ? [] : [codeBlock(remedy)]),
    ],
  });
}

function suppressedPart({ migrations }: LintReport, cwd: string): readonly Markup[] {
  const items = migrations.flatMap(({ findings }) =>
    findings.flatMap(({ suppressed, rule, place }) =>
      suppressed ? [markup`${rule} in ${inlineCode(locationText(place, cwd))}: ${suppressed.reason}`] : [],
    ),
  );
  if (items.length === 0) return [];
  return [section({ id: 'suppressed', heading: markup`Suppressed`, parts: bulletList(items) })];
}
