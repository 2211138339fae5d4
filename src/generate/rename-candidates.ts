import { childrenIn } from '../catalog/model/children.js';
import { diff } from '../catalog/model/diff.js';
import type { CatalogObject, Snapshot } from '../catalog/model/object.js';
import { columnName } from '../catalog/model/relation-name.js';
import type { Rename } from '../pairs/renames.js';

/** An object that would be dropped, and those that would be created and may be the same under another name. */
export interface RenameCandidate {
  readonly from: CatalogObject;
  readonly to: readonly CatalogObject[];
}

/**
 * Finds dropped and added objects that can be one renamed object: tables with the same columns, and columns of
 * one table with the same type.
 */
export function renameCandidates(from: Snapshot, to: Snapshot): readonly RenameCandidate[] {
  const differences = diff(from, to);
  const dropped = differences.flatMap(({ change, before }) => (change === 'missing' ? before : []));
  const added = differences.flatMap(({ change, after }) => (change === 'left' ? after : []));
  return dropped.flatMap((object) => {
    const others = added.filter((other) => mayBeSame({ object, other, from, to }));
    return others.length > 0 ? [{ from: object, to: others }] : [];
  });
}

interface Pair {
  readonly object: CatalogObject;
  readonly other: CatalogObject;
  readonly from: Snapshot;
  readonly to: Snapshot;
}

function mayBeSame({ object, other, from, to }: Pair): boolean {
  if (object.kind !== other.kind) return false;
  if (object.kind === 'column') {
    const isOfOneTable = object.parent?.name === other.parent?.name;
    return isOfOneTable && object.attributes.type === other.attributes.type;
  }
  return object.kind === 'table' && columnsOf(object, from) === columnsOf(other, to);
}

function columnsOf(table: CatalogObject, snapshot: Snapshot): string {
  return childrenIn(snapshot, table)
    .filter(({ kind }) => kind === 'column')
    .map((column) => `${columnName(column)} ${String(column.attributes.type)}`)
    .sort()
    .join();
}

/** Tables first: their columns can be compared only afterwards. */
export function renamesOf(candidate: RenameCandidate): readonly Rename[] {
  const { from, to } = candidate;
  return to.map((other) => ({ kind: from.kind, from: from.name, to: other.name }));
}
