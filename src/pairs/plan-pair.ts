import { diff } from '../catalog/model/diff.js';
import { definesColumns, isColumn } from '../catalog/model/kind-traits.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { orderAfter } from '../catalog/repair/column-order.js';
import type { GivenRename } from '../catalog/repair/given-renames.js';
import { planRepair, type RepairLimit, type RepairPlan } from '../catalog/repair/plan-repair.js';
import { columnsAtTheEnd } from '../catalog/repair/repair-draft.js';
import { hazardsOf, type Hazard } from './hazards.js';
import { orderRenames, reverseRenames, type Rename } from './renames.js';

export interface PairOptions {
  /** Major version of the server that runs the statements. */
  readonly major: number;
  /** Role that runs the statements; objects that it creates need no statement to make it their owner. */
  readonly role?: string;
  /** Objects that keep their rows under a new name; nothing else is taken to be renamed with its rows. */
  readonly renames?: readonly Rename[];
}

/** The statements of one direction, in an executable order. */
export interface PlannedDirection {
  /** Each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** What PostgreSQL offers no exact way to reach. */
  readonly limits: readonly RepairLimit[];
  /** Statements that lose rows, or that fail on some rows. */
  readonly hazards: readonly Hazard[];
}

/** Statements that lead from one state of a catalog to another, and back. */
export interface PlannedPair {
  readonly up: PlannedDirection;
  readonly down: PlannedDirection;
}

/** Plans a migration from the state `from` to the state `to`. Both are snapshots of the same major version. */
export function planPair(from: Snapshot, to: Snapshot, options: PairOptions): PlannedPair {
  const renames = orderRenames(from, options.renames ?? []);
  return {
    up: planDirection({ from, to, renames, direction: 'up' }, options),
    down: planDirection({ from: to, to: from, renames: reverseRenames(renames), direction: 'down' }, options),
  };
}

interface Task {
  readonly from: Snapshot;
  readonly to: Snapshot;
  readonly renames: readonly GivenRename[];
  readonly direction: Hazard['direction'];
}

/** A repair leads from `after` back to `before`, so the wanted state is `before`. */
function planDirection(
  { from, to, renames, direction }: Task,
  { major, role }: PairOptions,
): PlannedDirection {
  const plan = planRepair(diff(to, from), {
    before: to,
    after: from,
    major,
    database: 'planned',
    purpose: 'restoring',
    renames,
    ...(role === undefined ? {} : { role }),
  });
  return {
    statements: plan.statements,
    limits: withOrder(plan, to),
    hazards: hazardsOf({ plan, to, direction }),
  };
}

/** Adds the tables whose columns end up in another order: PostgreSQL adds columns only at the end. */
function withOrder({ limits, recreated, renamed }: RepairPlan, to: Snapshot): readonly RepairLimit[] {
  const again = new Set(recreated.map(keyOf));
  const columns = new Set(recreated.filter(isColumn).map(({ name }) => name));
  const disordered = [...to.values()].filter((table) => {
    const from = renamed.get(keyOf(table));
    if (!table.order || !from || !addsAtTheEnd(from, table) || again.has(keyOf(table))) return false;
    return orderAfter({ from, to: table }, (column) => columns.has(column)).join() !== table.order.join();
  });
  const more = disordered.map(({ kind, name }) => ({ kind, name, reason: columnsAtTheEnd }));
  return [...new Map([...limits, ...more].map((limit) => [keyOf(limit), limit])).values()];
}

/** Views are created again, and a table of a type has the order of the type. */
function addsAtTheEnd(from: CatalogObject, to: CatalogObject): boolean {
  const type = to.attributes['of type'];
  return definesColumns(to) && (type === undefined || type !== from.attributes['of type']);
}
