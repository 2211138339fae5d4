import { relative } from 'node:path';
import { acceptanceComments, upCannotBeAccepted } from '../../prove/acceptance-comment.js';
import { isFinding, type MigrationProof, type Location, type ProofError } from '../../prove/proof-report.js';
import type { Paint } from '../text/paint.js';
import { fixLines } from './fix.js';
import { hasDetails } from './details.js';
import { limitTexts } from '../text/repair-limits.js';
import { acceptanceText, changeText, errorText, objectOf, projectAcceptanceText } from './words.js';
import { traceLines } from '../text/trace-lines.js';
import { wrapText } from '../text/wrap-text.js';

export interface FindingOptions {
  readonly paint: Paint;
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
  readonly strict: 'on' | 'off';
}

/** Width of explanations, in characters. */
const width = 100;

/** Renders all details of one migration. */
export function renderFinding(proof: MigrationProof, options: FindingOptions): string {
  const { paint, cwd } = options;
  return [
    `${paint.bold(proof.name)}  ${paint.dim(locationText(proof.place, cwd))}`,
    ...findingLines(proof, options).map((line) => (line === '' ? '' : `  ${line}`)),
  ].join('\n');
}

/** `migrations/2_mood.ts:12` */
export function locationText({ path, line }: Location, cwd: string): string {
  return `${relative(cwd, path)}${line === undefined ? '' : `:${line}`}`;
}

/** Renders the details without the headline. */
export function findingLines(proof: MigrationProof, options: FindingOptions): readonly string[] {
  const { fix } = proof;
  if (!fix) return linesWithAdvice(proof, options);
  if (fix.outcome === 'not-fixed') return [...linesWithAdvice(proof, options), ...fixLines(fix, options)];
  const { found, proven } = fix;
  return [
    ...whatWasFound(found, options),
    ...fixLines(fix, options),
    ...(hasDetails(proven) ? ['after the fix:', ...linesWithAdvice(proven, options)] : []),
  ];
}

function whatWasFound(proof: MigrationProof, { paint }: FindingOptions): readonly string[] {
  return [
    ...proof.notes.flatMap((note) => wrapText(note, width)),
    ...traceLines(proof.traces, { paint, width, textOf: (trace) => changeText(trace, proof) }),
    ...errorLines(proof.error, paint),
  ];
}

function linesWithAdvice(proof: MigrationProof, options: FindingOptions): readonly string[] {
  const { paint, strict } = options;
  return [
    ...whatWasFound(proof, options),
    ...repairLines(proof, paint),
    ...uncomparedRows(proof).map((text) => paint.dim(text)),
    ...proof.accepted.map((acceptance) => `accepted: ${acceptanceText(acceptance)}`),
    ...(proof.acceptedByProject ?? []).map((one) => `accepted: ${projectAcceptanceText(one)}`),
    ...(proof.expiredAcceptances ?? []).map((one) =>
      paint.red(`no longer accepted, expired: ${projectAcceptanceText(one)}`),
    ),
    ...proof.staleAcceptances.map((acceptance) =>
      paint.red(`unused acceptance, remove it: ${acceptanceText(acceptance)}`),
    ),
    ...(isFinding(proof, { strict }) ? howToAccept(proof) : []),
  ];
}

function howToAccept(proof: MigrationProof): readonly string[] {
  const comments = acceptanceComments(proof);
  if (comments.length === 0) return proof.error?.phase === 'up' ? ['', upCannotBeAccepted] : [];
  return [
    '',
    'to accept it instead, add to the file, with your reason:',
    ...comments.map((line) => `  ${line}`),
  ];
}

function errorLines(error: ProofError | undefined, paint: Paint): readonly string[] {
  if (!error) return [];
  return [paint.red(errorText(error)), ...error.at.excerpt.map((line) => paint.dim(line))];
}

function repairLines(proof: MigrationProof, paint: Paint): readonly string[] {
  const { repair, notRepaired, destroys = [] } = proof;
  return [
    ...(repair === null
      ? []
      : ['to repair, add to the down:', ...repair.split('\n').map((line) => `  ${paint.cyan(line)}`)]),
    ...(destroys.length === 0
      ? []
      : wrapText(`it deletes the data in ${destroys.map(objectOf).join(', ')}`, width)),
    ...limitTexts(notRepaired).flatMap((text) => wrapText(text, width)),
  ];
}

/** Groups tables whose rows were not compared for the same reason. */
function uncomparedRows({ rows }: MigrationProof): readonly string[] {
  const tables = new Map<string, string[]>();
  for (const { table, compared, reason = '' } of rows) {
    if (compared === 'no') tables.set(reason, [...(tables.get(reason) ?? []), table]);
  }
  return [...tables].map(([reason, names]) => `rows of ${names.join(', ')} were not compared: ${reason}`);
}
