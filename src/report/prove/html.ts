import { acceptanceComments, upCannotBeAccepted } from '../../prove/acceptance-comment.js';
import { isFinding, type MigrationProof, type ProofReport, type Trace } from '../../prove/proof-report.js';
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
  type Tone,
} from '../../html/page-parts.js';
import { reportPage } from '../html/report-page.js';
import { comparedText } from '../text/compared-text.js';
import { formatDuration } from '../text/format-number.js';
import { lineDiff } from '../text/line-diff.js';
import { countOf } from '../text/plural.js';
import { limitTexts } from '../text/repair-limits.js';
import { branchSections } from './branch-html.js';
import { hasDetails } from './details.js';
import type { ProofFileOptions } from './file-options.js';
import { locationText } from './finding.js';
import { diffOf, fixText } from './fix.js';
import {
  acceptanceText,
  changeText,
  errorText,
  headline,
  objectOf,
  passingText,
  projectAcceptanceText,
} from './words.js';

/** A page for people: a table of all migrations, then the details of each finding. */
export function proofToHtml(report: ProofReport, options: ProofFileOptions): string {
  const { migrations, server, verdict, milliseconds, notCompared } = report;
  const isReversible = verdict === 'reversible';
  return reportPage({
    title: `Migrations: ${isReversible ? passingText(migrations) : 'not reversible'}`,
    tone: isReversible ? 'good' : 'bad',
    summary: [
      `${countOf(migrations.length, 'migration')} proven in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind}); ${comparedText(report)}.`,
      ...notCompared.map((what) => markup`Not compared: ${inlineCode(what)}.`),
    ],
    body: [
      overview(migrations, options),
      ...migrations.flatMap((proof, index) => (hasDetails(proof) ? [details(proof, index, options)] : [])),
      ...branchSections(options),
    ],
  });
}

function overview(migrations: readonly MigrationProof[], options: ProofFileOptions): Markup {
  const rows = migrations.map((proof, index) => {
    const name = inlineCode(proof.name);
    return [
      hasDetails(proof) ? markup`<a href="#${idAt(index)}">${name}</a>` : name,
      resultMark(toneOf(proof, options), headline(proof)),
      inlineCode(locationText(proof.place, options.cwd)),
    ];
  });
  return dataTable({ label: 'Migrations', head: ['Migration', 'Verdict', 'File'], rows });
}

/** By position, since names may contain anything. */
function idAt(index: number): string {
  return `migration-${index + 1}`;
}

function toneOf(proof: MigrationProof, options: ProofFileOptions): Tone {
  if (isFinding(proof, options)) return 'bad';
  return proof.verdict === 'reversible' ? 'good' : 'warn';
}

function details(proof: MigrationProof, index: number, options: ProofFileOptions): Markup {
  return section({
    id: idAt(index),
    heading: markup`${inlineCode(proof.name)} ${resultMark(toneOf(proof, options), headline(proof))}`,
    parts: [
      paragraph(markup`In ${inlineCode(locationText(proof.place, options.cwd))}.`),
      ...proofParts(proof, options),
    ],
  });
}

/** Everything about one proof, with what `--fix` did. */
export function proofParts(proof: MigrationProof, { strict, cwd }: ProofFileOptions): readonly Markup[] {
  const { fix } = proof;
  if (!fix) return withAdvice(proof, strict);
  if (fix.outcome === 'not-fixed')
    return [...withAdvice(proof, strict), paragraph(`Not fixed: ${fix.reason}.`)];
  const { found, proven } = fix;
  return [
    ...findings(found),
    paragraph(fixText(fix)),
    diffBlock(diffOf(fix, cwd)),
    ...(hasDetails(proven) ? [paragraph('After the fix:'), ...withAdvice(proven, strict)] : []),
  ];
}

function findings(proof: MigrationProof): readonly Markup[] {
  const { error, notes, traces } = proof;
  return [
    ...notes.map((note) => paragraph(`${note}.`)),
    ...traces.flatMap((trace) => traceParts(trace, proof)),
    ...(error ? [markup`<p class="bad"><strong>${errorText(error)}</strong></p>`] : []),
    ...(error && error.at.excerpt.length > 0 ? [codeBlock(error.at.excerpt.join('\n'))] : []),
  ];
}

/** An explanation shared by several traces is printed once, after the last of them. */
function traceParts(trace: Trace, proof: MigrationProof): readonly Markup[] {
  const later = proof.traces.slice(proof.traces.indexOf(trace) + 1);
  const isRepeated = later.some(({ explanation }) => explanation === trace.explanation);
  return [
    markup`<h3>${inlineCode(objectOf(trace))} ${changeText(trace, proof)}</h3>`,
    diffBlock(lineDiff(trace.before, trace.after)),
    ...(isRepeated || !trace.explanation ? [] : [paragraph(trace.explanation)]),
  ];
}

function withAdvice(proof: MigrationProof, strict: ProofFileOptions['strict']): readonly Markup[] {
  const { repair, notRepaired, destroys = [] } = proof;
  const dropped = destroys.map((one) => objectOf(one)).join(', ');
  return [
    ...findings(proof),
    ...(repair === null ? [] : [markup`<p>To repair, add to the <code>down</code>:</p>`, codeBlock(repair)]),
    ...(dropped === '' ? [] : [paragraph(markup`It deletes the data in ${inlineCode(dropped)}.`)]),
    ...limitTexts(notRepaired).map((text) => paragraph(`${text}.`)),
    ...remarks(proof),
    ...howToAccept(proof, strict),
  ];
}

function remarks(proof: MigrationProof): readonly Markup[] {
  const { rows, accepted, staleAcceptances, acceptedByProject = [], expiredAcceptances = [] } = proof;
  return bulletList([
    ...rows.flatMap(({ table, compared, reason = '' }) =>
      compared === 'no' ? [markup`rows of ${inlineCode(table)} were not compared: ${reason}`] : [],
    ),
    ...accepted.map((one) => markup`accepted: ${inlineCode(acceptanceText(one))}`),
    ...acceptedByProject.map((one) => markup`accepted: ${inlineCode(projectAcceptanceText(one))}`),
    ...expiredAcceptances.map((one) => markup`no longer accepted: ${inlineCode(projectAcceptanceText(one))}`),
    ...staleAcceptances.map((one) => markup`unused acceptance: ${inlineCode(acceptanceText(one))}`),
  ]);
}

function howToAccept(proof: MigrationProof, strict: ProofFileOptions['strict']): readonly Markup[] {
  if (!isFinding(proof, { strict })) return [];
  const comments = acceptanceComments(proof);
  if (comments.length === 0) return proof.error?.phase === 'up' ? [paragraph(upCannotBeAccepted)] : [];
  return [
    paragraph('To accept it instead, add to the file, with your reason:'),
    codeBlock(comments.join('\n')),
  ];
}
