import { withoutConsequences, type Difference } from './diff.js';
import type { RepairLimit, RepairScope } from './draft-statements.js';
import { RepairDraft } from './repair-draft.js';
import { takeBackRenames } from './renames.js';

export interface RepairPlan {
  /** Statements in an order that works; each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** What the statements cannot restore exactly. */
  readonly limits: readonly RepairLimit[];
}

/** The SQL that takes one difference back, or `undefined` where there is no exact way. */
export function repairOf(difference: Difference, scope: RepairScope): string | undefined {
  const { statements, limits } = planRepair([difference], scope);
  if (limits.length > 0 || statements.length === 0) return undefined;
  return statements.join('\n');
}

/** The SQL that leads from `after` back to `before`, for all differences together. */
export function planRepair(differences: readonly Difference[], scope: RepairScope): RepairPlan {
  const renamed = takeBackRenames(differences, scope);
  const draft = new RepairDraft({ ...scope, after: renamed.after });
  for (const difference of withoutConsequences(renamed.differences)) draft.add(difference);
  const { statements, limits } = draft.plan();
  return { statements: [...renamed.statements, ...statements], limits };
}

export type { RepairLimit, RepairScope };
