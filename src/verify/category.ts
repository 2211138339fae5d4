import type { CatalogObject, Kind } from '../catalog/model/object.js';

/** What a checklist groups by: kinds, but for constraints and indexes, of which people know several. */
export type Category =
  | Exclude<Kind, 'constraint'>
  | 'primary key'
  | 'foreign key'
  | 'unique constraint'
  | 'check constraint'
  | 'exclusion constraint'
  | 'not-null constraint'
  | 'index behind a constraint';

/** In the order of a checklist; other kinds come behind these. */
const first: readonly Category[] = [
  'column',
  'primary key',
  'foreign key',
  'unique constraint',
  'check constraint',
  'exclusion constraint',
  'not-null constraint',
  'index',
  'index behind a constraint',
];

/** Beginnings of what `pg_get_constraintdef` prints. */
const constraints: readonly (readonly [string, Category])[] = [
  ['PRIMARY KEY', 'primary key'],
  ['FOREIGN KEY', 'foreign key'],
  ['UNIQUE', 'unique constraint'],
  ['CHECK', 'check constraint'],
  ['EXCLUDE', 'exclusion constraint'],
  ['NOT NULL', 'not-null constraint'],
];

export function categoryOf({ kind, parent, attributes }: CatalogObject): Category {
  if (kind === 'index' && parent?.kind === 'constraint') return 'index behind a constraint';
  if (kind !== 'constraint') return kind;
  const definition = String(attributes.definition);
  return constraints.find(([words]) => definition.startsWith(words))?.[1] ?? 'check constraint';
}

export function inOrderOfCategories<T extends { readonly category: Category }>(
  groups: readonly T[],
): readonly T[] {
  const rank = ({ category }: T): number => {
    const place = first.indexOf(category);
    return place < 0 ? first.length : place;
  };
  return [...groups].sort((a, b) => rank(a) - rank(b));
}
