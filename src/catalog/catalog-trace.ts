import { describeChange, type Snapshots } from './describe.js';
import { subject, withoutConsequences, type Difference } from './diff.js';
import type { Kind } from './object.js';
import { planRepair, repairOf } from './plan-repair.js';

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
  snapshots: Snapshots,
): readonly CatalogTrace[] {
  return withoutConsequences(differences).map((difference) => {
    const { kind, name } = subject(difference);
    const { change } = difference;
    const repair = repairOf(difference, snapshots) ?? null;
    return { kind, name, change, ...describeChange(difference, snapshots), repair };
  });
}

/** The SQL that takes all of them back in an order that works; `null` where there is none. */
export function repairText(differences: readonly Difference[], snapshots: Snapshots): string | null {
  const { statements } = planRepair(differences, snapshots);
  return statements.length > 0 ? statements.join('\n') : null;
}
