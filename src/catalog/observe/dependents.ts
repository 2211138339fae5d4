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
  /** What was found when what the step wrote was read. */
  readonly objectChanges: ObjectChanges;
  /** Relations that were there before, with columns that are new, gone or renamed. */
  readonly changed: readonly string[];
}

/**
 * The roots that print what the step changed, besides those that it wrote: names, and definitions that others
 * are made of. Names are compared row by row, since objects that exchange their names have the same names as
 * before.
 */
export async function findDependents(
  queries: CatalogTransaction,
  { writeSet, objectChanges, changed }: DependentRoots,
): Promise<ChangedRoots> {
  const { written, isRenamed } = writeSet;
  if (isRenamed || hasNewDefinition(objectChanges)) return findAffectedRoots(queries, rootsOf(written));
  return changed.length > 0 ? findReadersOfColumns(queries, changed) : new Map();
}

/** Of these relations those that are known before a step: nothing refers to the columns of a new one. */
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
