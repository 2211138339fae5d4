import { describeChange } from '../model/describe.js';
import { subject, withoutConsequences, type Difference } from '../model/diff.js';
import { keyOf, type Kind, type ObjectKey } from '../model/object.js';
import { planRepair, repairOf, type RepairLimit, type RepairScope } from './plan-repair.js';

/** One object that is not what it should be, in words for people. */
export interface CatalogTrace {
  readonly kind: Kind;
  /** As PostgreSQL prints it: `public.users.email`. */
  readonly name: string;
  /** `left` was not there before, `missing` is there no more. */
  readonly change: Difference['change'];
  readonly before: string | null;
  readonly after: string | null;
  /** SQL that restores the state before; `null` where PostgreSQL has no exact way back. */
  readonly repair: string | null;
}

/** Tells differences object by object, without what follows from a larger one. */
export function catalogTraces(
  differences: readonly Difference[],
  snapshots: RepairScope,
): readonly CatalogTrace[] {
  return withoutConsequences(differences).map((difference) => {
    const { kind, name } = subject(difference);
    const { change } = difference;
    const repair = repairOf(difference, snapshots) ?? null;
    return { kind, name, change, ...describeChange(difference, snapshots), repair };
  });
}

/** What takes several differences back together. */
export interface WholeRepair {
  /** SQL in an order that works; `null` where there is none. */
  readonly repair: string | null;
  /** What the SQL cannot restore exactly, and why; left out where it can restore all. */
  readonly notRepaired?: readonly RepairLimit[];
  /** Tables and columns that the SQL drops, with what they hold; left out where there are none. */
  readonly destroys?: readonly ObjectKey[];
}

export function wholeRepair(differences: readonly Difference[], scope: RepairScope): WholeRepair {
  const { statements, limits, destroys } = planRepair(differences, scope);
  const reordered = new Set(
    differences.flatMap((one) => (one.change === 'reordered' ? keyOf(one.before) : [])),
  );
  const notRepaired = limits.filter((limit) => !reordered.has(keyOf(limit)));
  return {
    repair: statements.length > 0 ? statements.join('\n') : null,
    ...(notRepaired.length > 0 ? { notRepaired } : {}),
    ...(destroys.length > 0 ? { destroys: destroys.map(({ kind, name }) => ({ kind, name })) } : {}),
  };
}
