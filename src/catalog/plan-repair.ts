import { withoutConsequences, type Difference } from './diff.js';
import type { RepairScope } from './draft-statements.js';
import { RepairDraft } from './repair-draft.js';
import { takeBackRenames } from './renames.js';

export interface RepairPlan {
  /** Statements in an order that works; each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** Differences that PostgreSQL offers no exact way back from, such as the order of columns. */
  readonly notRepairable: readonly Difference[];
}

/** The SQL that takes one difference back, or `undefined` where there is no exact way. */
export function repairOf(difference: Difference, scope: RepairScope): string | undefined {
  const { statements, notRepairable } = planRepair([difference], scope);
  if (notRepairable.length > 0 || statements.length === 0) return undefined;
  return statements.join('\n');
}

/** The SQL that leads from `after` back to `before`, for all differences together. */
export function planRepair(differences: readonly Difference[], scope: RepairScope): RepairPlan {
  const renamed = takeBackRenames(differences, scope);
  const draft = new RepairDraft({ ...scope, after: renamed.after });
  const notRepairable = withoutConsequences(renamed.differences).filter(
    (difference) => !draft.add(difference),
  );
  return { statements: [...renamed.statements, ...draft.statements()], notRepairable };
}

export type { RepairScope };
