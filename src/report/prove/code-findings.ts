import { isCommuteFinding } from '../../commute/commute-report.js';
import { isAccepted, isFinding, type MigrationProof, type ProofReport } from '../../prove/proof-report.js';
import { createPaint } from '../text/paint.js';
import { renderCommute } from './commute.js';
import type { ProofFileOptions } from './file-options.js';
import { findingLines } from './finding.js';
import { misplacedText, renameAdvice } from './order.js';
import { acceptanceText, headline, projectAcceptanceText } from './words.js';

/** A finding at a place in a file, for SARIF and Code Quality. */
export interface CodeFinding {
  readonly rule: CodeRule;
  /** One line, with the name of the migration. */
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly line: number | undefined;
  /** Why it is accepted; `undefined` for one that fails the proof. */
  readonly accepted: string | undefined;
}

export type CodeRule = keyof typeof codeRules;

/** What each rule finds. */
export const codeRules = {
  fails: 'A migration fails.',
  'leaves-traces': 'Its down does not restore the catalog.',
  'loses-data': 'Its down does not restore rows.',
  'not-repeatable': 'Its second up arrives at another schema.',
  'reorders-columns': 'Its down restores columns in another order.',
  'unused-acceptance': 'A comment accepts what is not found.',
  'out-of-order': 'It comes before migrations that are already on the main branch.',
  'does-not-commute': 'The result depends on the order of the branch and the main branch.',
} as const;

const paint = createPaint('never');

export function codeFindings({ migrations }: ProofReport, options: ProofFileOptions): readonly CodeFinding[] {
  return [
    ...migrations.flatMap((proof) => findingOf(proof, options)),
    ...orderFindings(options),
    ...commuteFindings(migrations, options),
  ];
}

function findingOf(proof: MigrationProof, options: ProofFileOptions): readonly CodeFinding[] {
  const { name, place, accepted, acceptedByProject = [] } = proof;
  const rule = ruleOf(proof);
  const isFailing = isFinding(proof, options);
  if (rule === undefined || !(isFailing || isAccepted(proof))) return [];
  const reasons = [...accepted.map(acceptanceText), ...acceptedByProject.map(projectAcceptanceText)];
  const text = findingLines(proof, { ...options, paint }).join('\n');
  return [
    {
      rule,
      title: `${name} ${headline(proof)}`,
      text,
      path: place.path,
      line: place.line,
      accepted: isFailing ? undefined : reasons.join('; '),
    },
  ];
}

function ruleOf({ verdict, staleAcceptances }: MigrationProof): CodeRule | undefined {
  switch (verdict) {
    case 'not-run':
      return undefined;
    case 'reversible':
    case 'declared-irreversible':
      return staleAcceptances.length > 0 ? 'unused-acceptance' : undefined;
    default:
      return verdict;
  }
}

function orderFindings({ branch = {} }: ProofFileOptions): readonly CodeFinding[] {
  const { order } = branch;
  if (!order) return [];
  return order.misplaced.map((one) => ({
    rule: 'out-of-order',
    title: `${one.name} is out of order`,
    text: `${misplacedText(one, order)}\nnew name: ${one.newName}\nto rename: ${renameAdvice}`,
    path: one.path,
    line: 1,
    accepted: undefined,
  }));
}

/** At the first migration of the branch. */
function commuteFindings(
  migrations: readonly MigrationProof[],
  { branch = {}, strict }: ProofFileOptions,
): readonly CodeFinding[] {
  const { commute } = branch;
  const first = migrations.find(({ name }) => name === commute?.own[0]);
  if (!commute || !first || !isCommuteFinding(commute, { strict })) return [];
  return [
    {
      rule: 'does-not-commute',
      title: `${first.name} does not commute with ${commute.branch}`,
      text: renderCommute(commute, { paint, strict }),
      path: first.place.path,
      line: 1,
      accepted: undefined,
    },
  ];
}
