import type { Action, ChangeOf, Relation, TableAction } from '../actions/action.js';
import type { ColumnSpec, ConstraintSpec } from '../actions/table-parts.js';

/** A subcommand of ALTER TABLE together with its table. */
export type Change<K extends TableAction['kind']> = ChangeOf<K> & { readonly relation: Relation };

/** The subcommand of this kind that an action is; `undefined` for any other action. */
export function changeOf<K extends TableAction['kind']>(action: Action, kind: K): Change<K> | undefined {
  if (action.kind !== 'alter table' || action.change.kind !== kind) return undefined;
  return { ...(action.change as ChangeOf<K>), relation: action.relation };
}

interface AddedConstraint {
  readonly relation: Relation;
  readonly column: ColumnSpec;
  readonly constraint: ConstraintSpec;
}

/** The first constraint of an added column that is `wanted`, with its column and table. */
export function constraintOfAddedColumn(
  action: Action,
  wanted: (constraint: ConstraintSpec) => boolean,
): AddedConstraint | undefined {
  const added = changeOf(action, 'add column');
  const constraint = added?.column.constraints.find(wanted);
  return added && constraint && { relation: added.relation, column: added.column, constraint };
}
