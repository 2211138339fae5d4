import { findAffectedRoots, findReadersOfColumns } from './affected-roots.js';
import { readerList } from '../kinds/lists.js';
import type { ReaderPart } from '../read/catalog-state.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import type { ChangedRoots } from '../read/fingerprint.js';
import { traitsOf } from '../model/kind-traits.js';
import { keyOf } from '../model/object.js';
import type { ObjectChanges } from '../read/assemble.js';
import type { KnownWriteSet } from './write-set.js';

export interface DependentRoots {
  readonly writeSet: KnownWriteSet;
  /** Changes found by reading what the step wrote. */
  readonly objectChanges: ObjectChanges;
  /** Relations that existed before and have columns that were added, dropped or renamed. */
  readonly changed: readonly string[];
}

/**
 * Returns the roots that print something that the step changed (names, and definitions that others are made
 * of), besides those that it wrote. Names are compared row by row, since after two objects have swapped
 * names, the set of names is the same.
 */
export async function findDependents(
  queries: CatalogTransaction,
  { writeSet, objectChanges, changed }: DependentRoots,
): Promise<ChangedRoots> {
  const { written, isRenamed } = writeSet;
  if (isRenamed || hasNewDefinition(objectChanges)) return findAffectedRoots(queries, rootsOf(written));
  return changed.length > 0 ? findReadersOfColumns(queries, changed) : new Map();
}

/** Returns those relations that existed before the step: nothing refers to the columns of a new one. */
export function knownRelations(oids: Iterable<string>, parts: readonly ReaderPart[]): readonly string[] {
  const ofRelations = parts.filter((_, index) => readerList[index]?.root === 'pg_class');
  return [...oids].filter((oid) => ofRelations.some((part) => part.has(oid)));
}

function hasNewDefinition({ removed, added }: ObjectChanges): boolean {
  const now = new Set(added.map(keyOf));
  return removed.some(
    (one) => now.has(keyOf(one)) && traitsOf(one.kind).dependentsPrint === 'its definition',
  );
}

function rootsOf(written: KnownWriteSet['written']): ChangedRoots {
  return new Map(
    [...written].map(([root, kinds]) => [root, new Set([...kinds.values()].flatMap((oids) => [...oids]))]),
  );
}
