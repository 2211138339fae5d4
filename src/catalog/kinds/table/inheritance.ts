import type { AttributeValue, CatalogObject } from '../../model/object.js';
import { parentName } from '../../model/relation-name.js';
import type { RepairContext } from '../../kind/repair.js';
import { movesPartition, parentsOf, staysBelow, tableIn } from '../statements/family.js';

/** Where a column or a constraint comes from, as the attribute `inheritance` tells. */
export interface Inheritance {
  /** Whether it is the table's own, too. */
  readonly isLocal: boolean;
  /** How many parents have it. */
  readonly parents: number;
}

export function inheritanceOf(object: CatalogObject): Inheritance {
  return parse(object.attributes.inheritance);
}

function parse(value: AttributeValue | undefined): Inheritance {
  if (value === undefined) return { isLocal: true, parents: 0 };
  const text = String(value);
  const [, count = '1'] = / from (\d+) parents$/.exec(text) ?? [];
  return { isLocal: text.startsWith('inherited and local'), parents: Number(count) };
}

/** Whether an object comes from a parent alone. */
export function isOnlyInherited(object: CatalogObject): boolean {
  return !inheritanceOf(object).isLocal;
}

/** Why an object that its parents share with it stays the table's own. */
export const staysLocal =
  'it stays the own one of its table as well, which PostgreSQL takes back only with the table itself';

export interface Inherited {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  /** Whether a table has the object that this one comes from, in a state. */
  readonly has: (state: 'now' | 'wanted', table: string) => boolean;
  readonly context: RepairContext;
}

/**
 * Whether the object is its table's own once its parents have let go of it and taken it up again: what
 * loses its last parent becomes local, and what gets one stays it, except in a partition.
 */
export function becomesLocal({ from, to, has, context }: Inherited): boolean {
  const table = parentName(to);
  const [was, is] = [tableIn(context.now, table), tableIn(context.wanted, table)];
  const kept = parentsOf(was).filter(
    (parent) => staysBelow(parent, table, context) && has('now', parent) && has('wanted', parent),
  );
  const before = inheritanceOf(from);
  const isPartition = is?.attributes['partition of'] !== undefined;
  const taken = inheritanceOf(to).parents > kept.length;
  if (isPartition && taken && (movesPartition(was, is) || before.parents === 0)) return false;
  return before.isLocal || kept.length === 0;
}
