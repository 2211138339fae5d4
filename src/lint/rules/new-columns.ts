import type { Action, Relation } from '../actions/action.js';
import type { ColumnSpec } from '../actions/table-parts.js';

interface NewColumn {
  readonly relation: Relation;
  readonly column: ColumnSpec;
}

/** The columns that an action creates: of a new table, or one that is added. */
export function newColumns(action: Action): readonly NewColumn[] {
  if (action.kind === 'create table')
    return action.columns.map((column) => ({ relation: action.relation, column }));
  if (action.kind !== 'alter table' || action.change.kind !== 'add column') return [];
  return [{ relation: action.relation, column: action.change.column }];
}

export function isKey({ constraints }: ColumnSpec): boolean {
  return constraints.some(({ kind }) => kind === 'primary key');
}
