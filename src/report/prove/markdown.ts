import { acceptanceComments, upCannotBeAccepted } from '../../prove/acceptance-comment.js';
import { isFinding, type MigrationProof, type ProofReport, type Trace } from '../../prove/proof-report.js';
import { commuteToMarkdown } from './commute.js';
import { formatDuration } from '../text/format-number.js';
import { countOf } from '../text/plural.js';
import { lineDiff } from '../text/line-diff.js';
import { cell, code, escapeMarkdown, fence } from '../text/markdown-syntax.js';
import type { ProofFileOptions } from './file-options.js';
import { locationText } from './finding.js';
import { orderToMarkdown } from './order.js';
import { limitTexts } from '../text/repair-limits.js';
import {
  acceptanceText,
  changeText,
  errorText,
  objectOf,
  headline,
  passingText,
  projectAcceptanceText,
} from './words.js';
import { hasDetails } from './details.js';
import { diffOf, fixText } from './fix.js';
import { comparedText } from '../text/compared-text.js';

/** Markdown for a pull request or a CI summary: a table of all, then each finding. */
export function proofToMarkdown(report: ProofReport, options: ProofFileOptions): string {
  const { migrations, server, verdict, milliseconds, notCompared } = report;
  const sections = migrations.filter(hasDetails).map((proof) => section(proof, options));
  return [
    `# Migrations: ${verdict === 'reversible' ? passingText(migrations) : 'not reversible'}`,
    `${countOf(migrations.length, 'migration')} proven in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind}); ${comparedText(report)}.`,
    ...notCompared.map((what) => `Not compared: ${code(what)}.`),
    table(migrations, options),
    ...sections,
    ...branchParts(options),
    '',
  ].join('\n\n');
}

function branchParts({ branch = {}, strict }: ProofFileOptions): readonly string[] {
  const { order, commute } = branch;
  return [...(order ? orderToMarkdown(order) : []), ...(commute ? commuteToMarkdown(commute, strict) : [])];
}

function table(migrations: readonly MigrationProof[], options: ProofFileOptions): string {
  const rows = migrations.map((proof) => {
    const mark = isFinding(proof, options) ? '❌' : proof.verdict === 'reversible' ? '✅' : '⚠️';
    return `| ${cell(code(proof.name))} | ${mark} ${headline(proof)} | ${cell(code(locationText(proof.place, options.cwd)))} |`;
  });
  return ['| Migration | Verdict | Where |', '| --- | --- | --- |', ...rows].join('\n');
}

function section(proof: MigrationProof, { cwd, strict }: ProofFileOptions): string {
  const head = [`## ${code(proof.name)}: ${headline(proof)}`, `In ${code(locationText(proof.place, cwd))}.`];
  const { fix } = proof;
  if (!fix || fix.outcome === 'not-fixed') {
    const reason = fix ? [`Not fixed: ${escapeMarkdown(fix.reason)}.`] : [];
    return [...head, ...partsWithAdvice(proof, strict), ...reason].join('\n\n');
  }
  const { found, proven } = fix;
  return [
    ...head,
    ...whatWasFound(found),
    `${escapeMarkdown(capitalised(fixText(fix)))}.`,
    fence('diff', diffOf(fix, cwd).join('\n')),
    ...(hasDetails(proven) ? ['After the fix:', ...partsWithAdvice(proven, strict)] : []),
  ].join('\n\n');
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function whatWasFound(proof: MigrationProof): readonly string[] {
  const { error } = proof;
  return [
    ...proof.notes.map((note) => `${escapeMarkdown(note)}.`),
    ...proof.traces.flatMap((trace) => traceParts(trace, proof)),
    ...(error ? [`**${escapeMarkdown(errorText(error))}**`] : []),
    ...(error && error.at.excerpt.length > 0 ? [fence('text', error.at.excerpt.join('\n'))] : []),
  ];
}

function partsWithAdvice(proof: MigrationProof, strict: ProofFileOptions['strict']): readonly string[] {
  const { repair, notRepaired, destroys = [] } = proof;
  return [
    ...whatWasFound(proof),
    ...(repair === null ? [] : ['To repair, add to the `down`:', fence('sql', repair)]),
    ...(destroys.length === 0
      ? []
      : [`It deletes the data in ${destroys.map((one) => code(objectOf(one))).join(', ')}.`]),
    ...limitTexts(notRepaired, code).map((text) => `${text}.`),
    ...remarks(proof),
    ...howToAccept(proof, strict),
  ];
}

function howToAccept(proof: MigrationProof, strict: ProofFileOptions['strict']): readonly string[] {
  if (!isFinding(proof, { strict })) return [];
  const comments = acceptanceComments(proof);
  if (comments.length === 0) return proof.error?.phase === 'up' ? [upCannotBeAccepted] : [];
  return ['To accept it instead, add to the file, with your reason:', fence('text', comments.join('\n'))];
}

/** An explanation shared by several traces is printed once, after the last of them. */
function traceParts(trace: Trace, proof: MigrationProof): readonly string[] {
  const later = proof.traces.slice(proof.traces.indexOf(trace) + 1);
  const again = later.some(({ explanation }) => explanation === trace.explanation);
  return [
    `**${code(objectOf(trace))}** ${changeText(trace, proof)}`,
    fence('diff', lineDiff(trace.before, trace.after).join('\n')),
    ...(again || !trace.explanation ? [] : [escapeMarkdown(trace.explanation)]),
  ];
}

function remarks({
  rows,
  accepted,
  staleAcceptances,
  acceptedByProject = [],
  expiredAcceptances = [],
}: MigrationProof): readonly string[] {
  const lines = [
    ...rows.flatMap(({ table: name, compared, reason }) =>
      compared === 'no' ? [`- rows of ${code(name)} were not compared: ${escapeMarkdown(reason ?? '')}`] : [],
    ),
    ...rows.flatMap(({ table: name, edgeValues }) =>
      edgeValues && edgeValues.tried.length > 0
        ? [`- rows of ${code(name)} held ${escapeMarkdown(edgeValues.tried.join('; '))}`]
        : [],
    ),
    ...accepted.map((one) => `- accepted: ${code(acceptanceText(one))}`),
    ...acceptedByProject.map((one) => `- accepted: ${code(projectAcceptanceText(one))}`),
    ...expiredAcceptances.map((one) => `- no longer accepted: ${code(projectAcceptanceText(one))}`),
    ...staleAcceptances.map((one) => `- unused acceptance: ${code(acceptanceText(one))}`),
  ];
  return lines.length > 0 ? [lines.join('\n')] : [];
}
