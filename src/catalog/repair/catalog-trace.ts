import { describeChange } from '../model/describe.js';
import { subject, withoutConsequences, type Difference } from '../model/diff.js';
import { keyOf, type Kind, type ObjectKey } from '../model/object.js';
import { planRepair, repairOf, type RepairLimit, type RepairScope } from './plan-repair.js';

/** An object that differs from its expected state, described for people. */
export interface CatalogTrace {
  readonly kind: Kind;
  /** Name as PostgreSQL prints it: `public.users.email`. */
  readonly name: string;
  /** `left`: the object did not exist before; `missing`: it no longer exists. */
  readonly change: Difference['change'];
  readonly before: string | null;
  readonly after: string | null;
  /** SQL that restores the earlier state; `null` where PostgreSQL offers no exact way. */
  readonly repair: string | null;
}

/** Describes differences object by object, without consequences of larger ones. */
export function catalogTraces(
  differences: readonly Difference[],
  snapshots: RepairScope,
): readonly CatalogTrace[] {
  return withoutConsequences(differences).map((difference) => catalogTrace(difference, snapshots));
}

export function catalogTrace(difference: Difference, snapshots: RepairScope): CatalogTrace {
  const { kind, name } = subject(difference);
  const { change } = difference;
  const repair = repairOf(difference, snapshots) ?? null;
  return { kind, name, change, ...describeChange(difference, snapshots), repair };
}

/** The repair of several differences together. */
export interface WholeRepair {
  /** SQL in an executable order; `null` if there is none. */
  readonly repair: string | null;
  /** The statements of this SQL; each ends in `;` or is a comment. */
  readonly repairStatements?: readonly string[];
  /** What the SQL cannot restore exactly, with reasons; missing where it restores everything. */
  readonly notRepaired?: readonly RepairLimit[];
  /** Tables and columns that the SQL drops with their data; missing if there are none. */
  readonly destroys?: readonly ObjectKey[];
}

export function wholeRepair(differences: readonly Difference[], scope: RepairScope): WholeRepair {
  const { statements, limits, destroys } = planRepair(differences, scope);
  const reordered = new Set(
    differences.flatMap((one) => (one.change === 'reordered' ? keyOf(one.before) : [])),
  );
  const notRepaired = limits.filter((limit) => !reordered.has(keyOf(limit)));
  return {
    ...(statements.length > 0
      ? { repair: statements.join('\n'), repairStatements: statements }
      : { repair: null }),
    ...(notRepaired.length > 0 ? { notRepaired } : {}),
    ...(destroys.length > 0 ? { destroys: destroys.map(({ kind, name }) => ({ kind, name })) } : {}),
  };
}
