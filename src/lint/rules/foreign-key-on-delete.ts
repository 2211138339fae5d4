import type { Action } from '../actions/action.js';
import type { ConstraintSpec } from '../actions/table-parts.js';
import type { Rule } from './rule.js';

export const foreignKeyOnDelete: Rule = {
  id: 'foreign-key-on-delete',
  title: 'A foreign key that does not say ON DELETE',
  severity: { up: 'off', down: 'off' },
  why: 'Without ON DELETE, deleting a row that is referred to fails. A reader cannot tell whether that was meant.',
  instead: 'State it: ON DELETE RESTRICT, CASCADE or SET NULL.',
  check: ({ action }) =>
    constraintsOf(action)
      .filter(({ reference }) => reference?.onDelete === 'default')
      .map(({ columns, location }) => ({
        evidence: { kind: 'text' },
        message: `the foreign key of ${columns.join(', ')} does not say what DELETE does`,
        location,
      })),
  bad: {
    up: { before: 'CREATE TABLE a (id int PRIMARY KEY);', up: 'CREATE TABLE b (a_id int REFERENCES a);' },
  },
  good: {
    up: {
      before: 'CREATE TABLE a (id int PRIMARY KEY);',
      up: 'CREATE TABLE b (a_id int REFERENCES a ON DELETE RESTRICT);',
    },
  },
};

function constraintsOf(action: Action): readonly ConstraintSpec[] {
  if (action.kind === 'create table')
    return [...action.constraints, ...action.columns.flatMap(({ constraints }) => constraints)];
  if (action.kind !== 'alter table') return [];
  if (action.change.kind === 'add constraint') return [action.change.constraint];
  return action.change.kind === 'add column' ? action.change.column.constraints : [];
}
