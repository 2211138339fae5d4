import type { Action, ChangeOf, Relation, TableAction } from '../actions/action.js';

/** A subcommand of ALTER TABLE together with its table. */
export type Change<K extends TableAction['kind']> = ChangeOf<K> & { readonly relation: Relation };

/** The subcommand of this kind that an action is; `undefined` for any other action. */
export function changeOf<K extends TableAction['kind']>(action: Action, kind: K): Change<K> | undefined {
  if (action.kind !== 'alter table' || action.change.kind !== kind) return undefined;
  return { ...(action.change as ChangeOf<K>), relation: action.relation };
}
