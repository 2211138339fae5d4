import type { Finding } from '../../lint/finding.js';
import { openFindings, type LintReport } from '../../lint/lint-report.js';
import { cell, code, escapeMarkdown, fence } from '../text/markdown-syntax.js';
import { createPaint } from '../text/paint.js';
import { rulePage } from './rule-page.js';
import { locationText, remedyLines, renderSummary } from './text.js';

const marks = { error: '❌', warning: '⚠️', info: 'ℹ️' } as const;

/** Markdown for a pull request or a CI summary: a table of the findings, then what to write instead. */
export function lintToMarkdown(report: LintReport, cwd: string): string {
  const findings = report.migrations.flatMap(openFindings);
  const summary = renderSummary(report, { paint: createPaint('never') });
  const table = [
    '| | Rule | What | Where |',
    '| --- | --- | --- | --- |',
    ...findings.map((finding) => row(finding, cwd)),
  ].join('\n');
  const parts =
    findings.length === 0 ? [] : [table, ...findings.flatMap((finding) => remedyOf(finding, cwd))];
  return ['# Lint of the migrations', `${escapeMarkdown(summary)}.`, ...parts, ''].join('\n\n');
}

function row({ severity, rule, message, direction, place }: Finding, cwd: string): string {
  const where = cell(code(locationText(place, cwd)));
  return `| ${marks[severity]} | [${rule}](${rulePage(rule)}) | ${cell(escapeMarkdown(message))} | ${direction}, ${where} |`;
}

function remedyOf(finding: Finding, cwd: string): readonly string[] {
  const lines = remedyLines(finding);
  if (lines.length === 0) return [];
  const title = `**${finding.rule}** in ${code(locationText(finding.place, cwd))}: ${escapeMarkdown(finding.advice)}`;
  return [title, fence(finding.place.written === 'call' ? 'ts' : 'sql', lines.join('\n'))];
}
