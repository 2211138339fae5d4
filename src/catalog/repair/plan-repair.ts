import { descendantsIn } from '../model/children.js';
import { withoutConsequences, type Difference } from '../model/diff.js';
import type { RepairLimit, RepairScope } from './repair-scope.js';
import type { CatalogObject, Snapshot } from '../model/object.js';
import { ReferenceIndex } from '../model/object-references.js';
import type { PlannedStep } from './draft-statements.js';
import type { RepairAction } from './repair-actions.js';
import { repairMembership } from './repair-membership.js';
import { RepairDraft } from './repair-draft.js';
import { revertRenames } from './renames.js';

export interface RepairPlan {
  /** Statements in an executable order; each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** The action of each statement; `undefined` for renames and members of extensions. */
  readonly actions: readonly (RepairAction | undefined)[];
  /** What the statements cannot restore exactly. */
  readonly limits: readonly RepairLimit[];
  /** Tables and columns that the statements drop with their data. */
  readonly destroys: readonly CatalogObject[];
  /** Objects that the statements drop and create again. */
  readonly recreated: readonly CatalogObject[];
  /** The state before the statements, with the names that they give first. */
  readonly renamed: Snapshot;
}

/** Returns SQL that reverts one difference, or `undefined` where there is no exact way. */
export function repairOf(difference: Difference, scope: RepairScope): string | undefined {
  const { statements, limits } = planRepair([difference], scope);
  if (limits.length > 0 || statements.length === 0) return undefined;
  return statements.join('\n');
}

/** Returns SQL that leads from `after` back to `before`, for all differences together. */
export function planRepair(differences: readonly Difference[], scope: RepairScope): RepairPlan {
  const membership = repairMembership(differences, scope);
  const renamed = revertRenames(membership.others, scope);
  const draft = new RepairDraft({ ...scope, after: renamed.after });
  const neededOf = needsOfDropped(scope);
  for (const difference of withoutConsequences(renamed.differences)) {
    const reason = neededOf(difference);
    if (reason === undefined) draft.add(difference);
    else draft.refuse(difference, reason);
  }
  const { steps, limits } = draft.plan();
  const all: readonly Partial<PlannedStep>[] = [
    ...[...membership.first, ...renamed.statements].map((statement) => ({ statement })),
    ...steps,
    ...membership.last.map((statement) => ({ statement })),
  ];
  return {
    statements: all.map(({ statement = '' }) => statement),
    actions: all.map(({ action }) => action),
    limits,
    destroys: draft.destroys(),
    recreated: draft.recreated(),
    renamed: renamed.after,
  };
}

/** Returns a function that names the permanently dropped object on which a missing object depends. */
function needsOfDropped({
  before,
  dropped = [],
}: RepairScope): (difference: Difference) => string | undefined {
  if (dropped.length === 0) return () => undefined;
  const index = new ReferenceIndex(dropped);
  return ({ change, before: object }) => {
    if (change !== 'missing') return undefined;
    const [needed] = [object, ...descendantsIn(before, object)].flatMap((one) => index.referencesOf(one));
    return needed && `it needs ${needed.object.kind} ${needed.object.name}, which the down drops`;
  };
}

export type { RepairLimit, RepairScope };
