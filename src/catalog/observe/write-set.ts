import type { Kind } from '../model/object.js';
import type { RootCatalog } from '../kind/reader.js';
import type { FoundRows } from './step-counts.js';
import { membersOf, type WrittenRow } from './written-rows-sql.js';

/** Roots to read again, for each kind: OIDs by kind, by root catalog. */
export type WrittenRoots = ReadonlyMap<RootCatalog, ReadonlyMap<Kind, ReadonlySet<string>>>;

/** What a transaction wrote to the catalog. */
export interface KnownWriteSet {
  readonly kind: 'known';
  readonly written: WrittenRoots;
  /** Roots to read again where such objects are known. */
  readonly again: WrittenRoots;
  readonly isRenamed: boolean;
  /** Relations with columns that were added, dropped or renamed. */
  readonly columnsChanged: ReadonlySet<string>;
}

/** `unknown` where the writes cannot be determined; the whole catalog must then be compared. */
export type WriteSet = KnownWriteSet | { readonly kind: 'unknown' };

export const unknownWriteSet: WriteSet = { kind: 'unknown' };

/** Catalogs whose names every object in the database may print. */
const printedEverywhere: ReadonlySet<string> = new Set(['pg_namespace', 'pg_tablespace', 'pg_authid']);

export function writtenBy(found: FoundRows): WriteSet {
  const rows = [...found.made, ...found.ended];
  const renamed = renamedRows(found);
  if (rows.some(isOfExtension) || renamed.some(({ catalog }) => printedEverywhere.has(catalog)))
    return unknownWriteSet;
  return {
    kind: 'known',
    written: groupRows(rows, 'kinds'),
    again: groupRows(rows, 'again'),
    isRenamed: renamed.some(({ catalog, name }) => catalog !== 'pg_attribute' || name !== null),
    columnsChanged: new Set(renamed.concat(unpaired(found)).flatMap(relationOfColumn)),
  };
}

function isOfExtension({ catalog, roots }: WrittenRow): boolean {
  return catalog === 'pg_depend' && roots.some((root) => root !== null);
}

/** Returns rows of renamed objects; a dropped column has no name. */
function renamedRows({ made, ended }: FoundRows): readonly WrittenRow[] {
  const before = new Map(ended.map((row) => [keyOf(row), row.name]));
  const later = new Map<string, string | null>();
  return made.filter((row) => {
    const key = keyOf(row);
    const names = [before, later].flatMap((known) => (known.has(key) ? [known.get(key)] : []));
    later.set(key, row.name);
    return row.identity !== null && names.some((name) => name !== row.name);
  });
}

/** Returns rows of objects that were created or dropped. */
function unpaired({ made, ended }: FoundRows): readonly WrittenRow[] {
  const before = new Set(ended.map(keyOf));
  const after = new Set(made.map(keyOf));
  return [...made.filter((row) => !before.has(keyOf(row))), ...ended.filter((row) => !after.has(keyOf(row)))];
}

function keyOf({ catalog, identity }: WrittenRow): string {
  return `${catalog} ${identity ?? ''}`;
}

function relationOfColumn({ catalog, identity }: WrittenRow): readonly string[] {
  return catalog === 'pg_attribute' && identity !== null ? [identity.split(' ', 1)[0] ?? ''] : [];
}

function groupRows(rows: readonly WrittenRow[], which: 'kinds' | 'again'): WrittenRoots {
  const written = new Map<RootCatalog, Map<Kind, Set<string>>>();
  for (const { catalog, roots } of rows) {
    for (const [index, member] of membersOf(catalog).entries()) {
      const root = roots[index];
      if (root === null || root === undefined) continue;
      const ofRoot = written.get(member.root) ?? new Map<Kind, Set<string>>();
      written.set(member.root, ofRoot);
      for (const kind of member[which] ?? []) ofRoot.set(kind, (ofRoot.get(kind) ?? new Set()).add(root));
    }
  }
  return written;
}
