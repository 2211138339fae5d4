import { constraintTypeOf, type ConstraintType } from '../catalog/kinds/constraint/constraint-type.js';
import type { CatalogObject, Kind } from '../catalog/model/object.js';

/** Groups of a checklist: the kinds of objects, with constraints and indexes divided into their well-known types. */
export type Category =
  | Exclude<Kind, 'constraint'>
  | 'primary key'
  | 'foreign key'
  | 'unique constraint'
  | 'check constraint'
  | 'exclusion constraint'
  | 'not-null constraint'
  | 'index behind a constraint';

/** Order of a checklist; all other kinds come after these. */
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

const constraints: Readonly<Record<ConstraintType, Category>> = {
  'primary key': 'primary key',
  'foreign key': 'foreign key',
  unique: 'unique constraint',
  check: 'check constraint',
  exclusion: 'exclusion constraint',
  'not null': 'not-null constraint',
};

export function categoryOf(object: CatalogObject): Category {
  const { kind, parent } = object;
  if (kind === 'index' && parent?.kind === 'constraint') return 'index behind a constraint';
  if (kind !== 'constraint') return kind;
  return constraints[constraintTypeOf(object) ?? 'check'];
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
