import type { FieldsOf } from '../../sql-text/nodes.js';

/** Finds out which relation a name means. */
export interface NameResolver {
  /** The relation that a statement names. */
  relation(name: Pick<FieldsOf<'RangeVar'>, 'schemaname' | 'relname' | 'relpersistence'>): string;
  /** The relation that a statement creates. */
  created(name: Pick<FieldsOf<'RangeVar'>, 'schemaname' | 'relname' | 'relpersistence'>): string;
  /** The relation with a new name in its schema. */
  sibling(relation: string, name: string): string;
}
