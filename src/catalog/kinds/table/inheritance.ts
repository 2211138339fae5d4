import type { AttributeValue, CatalogObject } from '../../model/object.js';
import { parentName } from '../../model/relation-name.js';
import type { RepairContext } from '../../kind/repair.js';
import { movesPartition, parentsOf, staysBelow, tableIn } from '../statements/family.js';

/** Origin of a column or a constraint, from the attribute `inheritance`. */
export interface Inheritance {
  /** Whether it is defined in the table itself, too. */
  readonly isLocal: boolean;
  /** Number of parents that have it. */
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

export function isOnlyInherited(object: CatalogObject): boolean {
  return !inheritanceOf(object).isLocal;
}

/** Why an object that is also inherited remains local. */
export const staysLocal = 'it also remains local to its table, which only re-creating the table changes';

export interface Inherited {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  /** Whether a table has the corresponding object in a state. */
  readonly has: (state: 'now' | 'wanted', table: string) => boolean;
  readonly context: RepairContext;
}

/**
 * Whether the object is local after the table was detached from its parents and attached again: an object
 * that loses its last parent becomes local, and remains so with a new parent, except in a partition.
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
