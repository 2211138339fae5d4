import type { RootCatalog, Reader } from '../kind/reader.js';
import { readerList } from '../kinds/lists.js';
import type { ObjectChanges } from '../read/assemble.js';
import { bookkeepingFilter } from '../read/bookkeeping.js';
import { runReader } from '../read/catalog-reading.js';
import type { CatalogState, ReaderPart } from '../read/catalog-state.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import { replace, type Part } from './root-part.js';

/** Returns the roots that a reader should read. */
export type Choose = (reader: Reader, part: ReaderPart) => ReadonlySet<string>;

export interface KnownParts<P extends ReaderPart> {
  readonly base: CatalogState;
  readonly parts: readonly P[];
  /** Roots that were read after the fingerprint was taken; the chosen ones are added. */
  readonly dirty: Map<RootCatalog, Set<string>>;
  /** The part itself, or a copy where the known parts must not change. */
  readonly partToChange: (part: P) => Part;
}

/** Reads the chosen roots again; returns the changed parts, and the changes without the migrations table. */
export async function readChosenRoots<P extends ReaderPart>(
  { base, parts, dirty, partToChange }: KnownParts<P>,
  queries: CatalogTransaction,
  choose: Choose,
): Promise<{ readonly parts: readonly (P | Part)[]; readonly objectChanges: ObjectChanges }> {
  const read = await Promise.all(
    readerList.map(async (reader, index) => {
      const part = parts[index];
      const roots = choose(reader, part ?? new Map());
      if (roots.size === 0) return { part: part ?? new Map(), removed: [], added: [] };
      markDirty(dirty, reader.root, roots);
      const next: P | Part = part ? partToChange(part) : (new Map() as Part);
      return { part: next, ...replace(next, [...roots], await runReader(queries, reader, [...roots])) };
    }),
  );
  const isBookkeeping = bookkeepingFilter(base);
  return {
    parts: read.map(({ part }) => part),
    objectChanges: {
      removed: read.flatMap(({ removed }) => removed).filter((one) => !isBookkeeping(one)),
      added: read.flatMap(({ added }) => added).filter((one) => !isBookkeeping(one)),
    },
  };
}

export function markDirty(
  dirty: Map<RootCatalog, Set<string>>,
  root: RootCatalog,
  oids: ReadonlySet<string>,
): void {
  const known = dirty.get(root) ?? new Set();
  for (const oid of oids) known.add(oid);
  dirty.set(root, known);
}
