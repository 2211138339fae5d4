import type { ConstraintSpec } from '../actions/table-parts.js';
import { bareName } from './schema.js';

const endings: Readonly<Record<ConstraintSpec['kind'], string>> = {
  'primary key': 'pkey',
  unique: 'key',
  'foreign key': 'fkey',
  check: 'check',
  exclusion: 'excl',
  'not null': 'not_null',
};

/** The name of a constraint: the given one, or the one that PostgreSQL chooses while that is free and short enough. */
export function constraintName(
  table: string,
  { name, kind, columns }: Pick<ConstraintSpec, 'name' | 'kind' | 'columns'>,
): string {
  if (name !== undefined) return name;
  const parts = kind === 'primary key' ? [] : columns;
  return [bareName(table), ...parts, endings[kind]].join('_');
}
