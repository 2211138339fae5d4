import { type CatalogObject, keyOf, type Snapshot } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { RepairContext } from '../../kind/repair.js';

/*
 * Tables in an inheritance or partition tree, where a statement on one table also applies to those below it.
 */

type Column = CatalogObject;

/** Names of the tables directly above: the parents of INHERITS, or the partitioned table. */
export function parentsOf(table: CatalogObject | undefined): readonly string[] {
  const { inherits, 'partition of': partitioned } = table?.attributes ?? {};
  return [inherits ?? [], partitioned ?? []].flat();
}

export function tableIn(snapshot: Snapshot, name: string): CatalogObject | undefined {
  return snapshot.get(keyOf({ kind: 'table', name })) ?? snapshot.get(keyOf({ kind: 'foreign table', name }));
}

const indexes = new WeakMap<Snapshot, ReadonlyMap<string, readonly CatalogObject[]>>();

/** Tables directly below a table. */
export function heirsIn(snapshot: Snapshot, name: string): readonly CatalogObject[] {
  const index = indexes.get(snapshot) ?? indexHeirs(snapshot);
  indexes.set(snapshot, index);
  return index.get(name) ?? [];
}

function indexHeirs(snapshot: Snapshot): ReadonlyMap<string, readonly CatalogObject[]> {
  const index = new Map<string, CatalogObject[]>();
  for (const object of snapshot.values()) {
    if (!object.kind.endsWith('table')) continue;
    for (const parent of parentsOf(object)) index.set(parent, [...(index.get(parent) ?? []), object]);
  }
  return index;
}

/** All tables below a table, each once, parents before their children. */
export function descendantTablesIn(snapshot: Snapshot, name: string): readonly CatalogObject[] {
  const found = new Map<string, CatalogObject>();
  const visit = (parent: string): void => {
    for (const heir of heirsIn(snapshot, parent)) {
      found.delete(heir.name);
      found.set(heir.name, heir);
      visit(heir.name);
    }
  };
  visit(name);
  return [...found.values()];
}

/** Returns `ONLY ` where a statement on a table would affect others. */
export function onlyWord(table: string, { now, wanted }: Pick<RepairContext, 'now' | 'wanted'>): string {
  return heirsIn(now, table).length > 0 || heirsIn(wanted, table).length > 0 ? 'ONLY ' : '';
}

/** The columns of the same name in the tables directly above. */
export function parentColumnsIn(snapshot: Snapshot, column: Column): readonly Column[] {
  const name = columnName(column);
  return parentsOf(tableIn(snapshot, parentName(column))).flatMap(
    (parent) => snapshot.get(keyOf({ kind: 'column', name: `${parent}.${name}` })) ?? [],
  );
}

/** The column of the same name in a table. */
export function columnOf(snapshot: Snapshot, table: string, name: string): Column | undefined {
  return snapshot.get(keyOf({ kind: 'column', name: `${table}.${name}` }));
}

/**
 * Whether a table remains below a parent all the time: a partition whose bound changes is detached and
 * attached again.
 */
export function staysBelow(parent: string, table: string, { now, wanted }: RepairContext): boolean {
  const [was, is] = [tableIn(now, table), tableIn(wanted, table)];
  if (!parentsOf(was).includes(parent) || !parentsOf(is).includes(parent)) return false;
  return !movesPartition(was, is);
}

/** Whether the repair detaches or attaches a partition, or both. */
export function movesPartition(was: CatalogObject | undefined, is: CatalogObject | undefined): boolean {
  return ['partition of', 'partition bound', 'detach'].some(
    (name) => was?.attributes[name] !== is?.attributes[name],
  );
}
