import { relative } from 'node:path';
import {
  isFinding,
  type Acceptance,
  type MigrationProof,
  type ProofReport,
  type Trace,
  type Verdict,
} from '../prove/proof-report.js';
import { count, formatDuration } from './format-number.js';
import { lineDiff } from './line-diff.js';
import type { Paint } from './paint.js';

export interface ProofTextOptions {
  readonly paint: Paint;
  readonly strict: 'on' | 'off';
  /** Folder that paths are shown from. */
  readonly cwd: string;
}

/** What a verdict is called in a sentence. */
export const verdictTexts: Readonly<Record<Verdict, string>> = {
  'not-run': 'not run',
  fails: 'fails',
  'declared-irreversible': 'declared irreversible',
  'leaves-traces': 'leaves traces',
  'loses-data': 'loses data',
  'not-repeatable': 'not repeatable',
  'reorders-columns': 'reorders columns',
  reversible: 'reversible',
};

/** One line, printed as soon as a migration is proven. */
export function renderProven(proof: MigrationProof, { paint, strict }: ProofTextOptions): string {
  const { up, down, upAgain, catalog } = proof.milliseconds;
  const total = (up ?? 0) + (down ?? 0) + (upAgain ?? 0) + catalog;
  const finding = isFinding(proof, { strict });
  const mark = finding
    ? paint.red('✗')
    : proof.verdict === 'reversible'
      ? paint.green('✓')
      : paint.yellow('!');
  const verdict =
    proof.verdict === 'reversible'
      ? ''
      : `  ${(finding ? paint.red : paint.yellow)(verdictTexts[proof.verdict])}`;
  return `${mark} ${proof.name}${verdict}  ${paint.dim(formatDuration(total))}`;
}

/** Everything that was found, told so that the author can act at once. */
export function renderFindings({ migrations }: ProofReport, options: ProofTextOptions): string {
  return migrations
    .filter((proof) => hasSomethingToTell(proof))
    .map((proof) => renderFinding(proof, options))
    .join('\n\n');
}

function hasSomethingToTell({ verdict, notes, staleAcceptances, rows }: MigrationProof): boolean {
  if (verdict === 'not-run') return false;
  return (
    verdict !== 'reversible' ||
    notes.length > 0 ||
    staleAcceptances.length > 0 ||
    rows.some(({ compared }) => compared === 'no')
  );
}

function renderFinding(proof: MigrationProof, options: ProofTextOptions): string {
  const { paint, cwd } = options;
  const place = `${relative(cwd, proof.path)}${proof.downLine === undefined ? '' : `:${proof.downLine}`}`;
  return [
    `${paint.bold(proof.name)}  ${verdictTexts[proof.verdict]}`,
    `  ${paint.dim(place)}`,
    ...proof.notes.map((note) => `  ${note}`),
    ...errorLines(proof, paint),
    ...proof.traces.flatMap((trace) => traceLines(trace, paint)),
    ...proof.rows.flatMap(({ table, compared, reason }) =>
      compared === 'no' ? [paint.dim(`  rows of ${table} were not compared: ${reason ?? ''}`)] : [],
    ),
    ...proof.accepted.map((acceptance) => `  accepted: ${acceptanceText(acceptance)}`),
    ...proof.staleAcceptances.map((acceptance) =>
      paint.red(`  accepts what is not found any more: ${acceptanceText(acceptance)}`),
    ),
  ].join('\n');
}

function acceptanceText({ verdict, object, reason, line }: Acceptance): string {
  return `${verdict} ${object}: ${reason} (line ${line})`;
}

function errorLines({ error }: MigrationProof, paint: Paint): readonly string[] {
  if (!error) return [];
  const phase = { up: 'the up', down: 'the down', 'up-again': 'the second up' }[error.phase];
  const code = error.code === null ? '' : ` (SQLSTATE ${error.code})`;
  const statement = error.statement?.split('\n').map((line) => paint.dim(`    ${line}`)) ?? [];
  return [`  ${paint.red(`${phase} fails: ${error.message}${code}`)}`, ...statement];
}

const changeTexts: Readonly<Record<Trace['change'], string>> = {
  left: 'is left behind',
  missing: 'is missing',
  changed: 'is not what it was',
  reordered: 'has its columns in another order',
  rows: 'has not all of its rows back',
};

function traceLines(trace: Trace, paint: Paint): readonly string[] {
  const what = trace.kind === 'rows' ? `table ${trace.name}` : `${trace.kind} ${trace.name}`;
  return [
    `  ${paint.bold(what)} ${changeTexts[trace.change]}`,
    ...lineDiff(trace.before, trace.after).map((line) => `    ${colour(line, paint)}`),
    ...(trace.explanation ? [`    ${trace.explanation}`] : []),
    ...repairLines(trace, paint),
  ];
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith('-')) return paint.red(line);
  return line.startsWith('+') ? paint.green(line) : paint.dim(line);
}

function repairLines({ repair, change }: Trace, paint: Paint): readonly string[] {
  if (repair !== null)
    return ['    add to the down:', ...repair.split('\n').map((line) => `      ${paint.cyan(line)}`)];
  return change === 'rows' || change === 'reordered'
    ? []
    : ['    PostgreSQL has no statement that restores it exactly'];
}

/** The last line: counts, time, server, and what was compared. */
export function renderProofSummary(report: ProofReport, { paint, strict }: ProofTextOptions): string {
  const { migrations, server, objects, rows, milliseconds, notCompared, verdict } = report;
  const findings = migrations.filter((proof) => isFinding(proof, { strict })).length;
  const total = Object.values(objects).reduce((sum, number) => sum + number, 0);
  const kinds = Object.entries(objects).map(([kind, number]) => `${number} ${kind}`);
  const conclusion =
    verdict === 'reversible'
      ? paint.green('reversible')
      : paint.red(`not reversible: ${count(findings, 'finding')}`);
  return [
    `${count(migrations.length, 'migration')}, ${conclusion}, in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind})`,
    paint.dim(`compared ${count(total, 'object')} (${kinds.join(', ')}) and ${count(rows, 'row')}`),
    ...notCompared.map((what) => paint.yellow(`not compared: ${what}`)),
  ].join('\n');
}
