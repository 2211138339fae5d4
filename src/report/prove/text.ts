import { comparedText } from '../text/compared-text.js';
import { isFinding, type Fix, type MigrationProof, type ProofReport } from '../../prove/proof-report.js';
import { formatDuration } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { hasDetails } from './details.js';
import { renderFinding, type FindingOptions } from './finding.js';
import { headline, passingText } from './words.js';

export type ProofTextOptions = FindingOptions;

/** Renders the whole report: a line for each migration, the findings, and a summary. */
export function renderProof(report: ProofReport, options: ProofTextOptions): string {
  const proven = report.migrations.map((proof) => renderProven(proof, options)).join('\n');
  const parts = [proven, renderFindings(report, options), renderProofSummary(report, options)];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** One line, printed as soon as a migration is proven. */
export function renderProven(proof: MigrationProof, options: ProofTextOptions): string {
  const { up, down, upAgain, catalog } = proof.milliseconds;
  const total = (up ?? 0) + (down ?? 0) + (upAgain ?? 0) + catalog;
  const { mark, colour } = appearance(proof, options);
  const verdict = mark === '✓' ? '' : `  ${colour(headline(proof))}`;
  return `${colour(mark)} ${proof.name}${verdict}  ${options.paint.dim(formatDuration(total))}`;
}

interface Appearance {
  readonly mark: string;
  readonly colour: Paint['red'];
}

function appearance(proof: MigrationProof, { paint, strict }: ProofTextOptions): Appearance {
  if (isFinding(proof, { strict })) return { mark: '✗', colour: paint.red };
  return proof.verdict === 'reversible'
    ? { mark: '✓', colour: paint.green }
    : { mark: '!', colour: paint.yellow };
}

/** Renders all findings, and the rows that were not compared. */
export function renderFindings({ migrations }: ProofReport, options: ProofTextOptions): string {
  const printed = migrations.filter(hasDetails).map((proof) => renderFinding(proof, options));
  return [...printed, ...notRunText(migrations, options)].join('\n\n');
}

function notRunText(migrations: readonly MigrationProof[], { paint }: ProofTextOptions): readonly string[] {
  const names = migrations.filter(({ verdict }) => verdict === 'not-run').map(({ name }) => name);
  if (names.length === 0) return [];
  const culprit = migrations.find(({ error }) => error?.phase === 'up');
  const reason = culprit ? `the up of ${culprit.name} fails` : 'the proof stopped at the first finding';
  return [`${paint.yellow('not run')}, because ${reason}: ${names.join(', ')}`];
}

/** The last line: counts, time, server, and the numbers of compared objects and rows. */
export function renderProofSummary(report: ProofReport, options: ProofTextOptions): string {
  const { paint } = options;
  const { server, milliseconds, notCompared, known } = report;
  return [
    `${conclusion(report, options)}, in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind})`,
    paint.dim(comparedText(report)),
    ...fixCounts(report),
    ...(known ? [paint.dim(knownText(known))] : []),
    ...notCompared.map((what) => paint.yellow(`not compared: ${what}`)),
  ].join('\n');
}

/** `3 proofs known since 2026-11-28 12:00 UTC; --no-cache proves them again` */
export function knownText({ migrations, since }: NonNullable<ProofReport['known']>): string {
  const time = since.replace('T', ' ').slice(0, 16);
  return `${countOf(migrations, 'proof')} known since ${time} UTC; --no-cache proves them again`;
}

function conclusion({ migrations, verdict }: ProofReport, { paint, strict }: ProofTextOptions): string {
  const all = countOf(migrations.length, 'migration');
  if (verdict === 'reversible') return `${all}: ${paint.green(passingText(migrations))}`;
  const notRun = migrations.filter((proof) => proof.verdict === 'not-run').length;
  const findings = migrations.filter((proof) => isFinding(proof, { strict })).length - notRun;
  const rest = notRun === 0 ? '' : `, ${notRun} not run`;
  return `${all}: ${paint.red(`not reversible, ${findings} with findings${rest}`)}`;
}

/** `fixed 2 of 3 findings` */
function fixCounts({ migrations }: ProofReport): readonly string[] {
  const fixes = migrations.flatMap(({ fix }) => fix ?? []);
  if (fixes.length === 0) return [];
  const number = (outcome: Fix['outcome']) => fixes.filter((fix) => fix.outcome === outcome).length;
  const proposed = number('proposed');
  const done = proposed > 0 ? `could fix ${proposed}` : `fixed ${number('fixed')}`;
  return [`${done} of ${countOf(fixes.length, 'finding')}`];
}
