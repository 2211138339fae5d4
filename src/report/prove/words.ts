import {
  isAccepted,
  type Acceptance,
  type MigrationProof,
  type ProjectAcceptance,
  type ProofError,
  type Trace,
  type Verdict,
} from '../../prove/proof-report.js';

/** Texts of the verdicts. */
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

/** Returns the text of the verdict; a reversible migration may have an unused acceptance. */
export function headline(proof: MigrationProof): string {
  const { verdict, staleAcceptances } = proof;
  if (verdict === 'reversible' && staleAcceptances.length > 0) return 'has an unused acceptance';
  return verdict !== 'reversible' && isAccepted(proof)
    ? `${verdictTexts[verdict]}, accepted`
    : verdictTexts[verdict];
}

/**
 * The overall verdict where nothing fails the proof. It is `reversible` only if each migration is; otherwise it
 * counts the accepted and declared ones: `1 reversible, 1 loses data, accepted`.
 */
export function passingText(migrations: readonly MigrationProof[]): string {
  const counts = new Map<string, number>();
  for (const proof of migrations) counts.set(headline(proof), (counts.get(headline(proof)) ?? 0) + 1);
  const [first, ...others] = [...counts.keys()];
  if (others.length === 0 && (first === undefined || first === verdictTexts.reversible))
    return verdictTexts.reversible;
  return [...counts].map(([text, number]) => `${number} ${text}`).join('; ');
}

const changeTexts: Readonly<Record<Trace['change'], string>> = {
  left: 'is left behind',
  missing: 'is missing',
  changed: 'differs from before the up',
  reordered: 'has its columns in a different order',
  rows: 'lost rows',
};

/** Texts for differences between the first and the second up. */
const arrivalTexts: Readonly<Record<Trace['change'], string>> = {
  ...changeTexts,
  left: 'exists only after the second up',
  missing: 'exists only after the first up',
  changed: 'differs after the second up',
};

export { objectOf } from '../text/trace-lines.js';

/** `type public.mood is left behind` without the object. */
export function changeText({ change }: Trace, { verdict }: Pick<MigrationProof, 'verdict'>): string {
  return (verdict === 'not-repeatable' ? arrivalTexts : changeTexts)[change];
}

export function errorText({ phase, message, code }: ProofError): string {
  const subject = { up: 'the up', down: 'the down', 'up-again': 'the second up' }[phase];
  return `${subject} fails: ${message}${code === null ? '' : ` (SQLSTATE ${code})`}`;
}

/** Renders an acceptance of the project with its last day. */
export function projectAcceptanceText({ verdict, object, reason, source, until }: ProjectAcceptance): string {
  const day = until === undefined ? '' : `, until ${until}`;
  return `${verdict} ${object}: ${reason} (${source}${day})`;
}

export function acceptanceText({ verdict, object, reason, line }: Acceptance): string {
  return `${verdict} ${object}: ${reason} (line ${line})`;
}
