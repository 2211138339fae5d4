import type { Action } from '../actions/action.js';
import { noHits, type Rule } from './rule.js';

export const dropCascade: Rule = {
  id: 'drop-cascade',
  title: 'DROP … CASCADE',
  severity: { up: 'warning', down: 'warning' },
  why: 'CASCADE also drops what depends on the object, such as views and foreign keys of other tables, without naming it. What that is differs from database to database.',
  instead:
    'Drop the dependent objects by name, so that a review sees them and the migration fails where it would drop more.',
  check: ({ action }) => {
    const dropped = droppedWithCascade(action);
    if (dropped === undefined) return noHits;
    const message = `CASCADE also drops whatever depends on ${dropped}`;
    return [{ relation: relationOf(action), evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: { before: 'CREATE TABLE users (id int);', up: 'ALTER TABLE users DROP COLUMN id CASCADE;' },
    down: { up: 'CREATE TYPE mood AS ENUM ();', down: 'DROP TYPE mood CASCADE;' },
  },
  good: {
    up: { before: 'CREATE TABLE users (id int);', up: 'ALTER TABLE users DROP COLUMN id;' },
    down: { up: 'CREATE TYPE mood AS ENUM ();', down: 'DROP TYPE mood;' },
  },
};

function droppedWithCascade(action: Action): string | undefined {
  if (action.kind === 'drop relation' && action.cascade) return action.relation;
  if ((action.kind === 'drop object' || action.kind === 'drop index') && action.cascade) return action.name;
  if (action.kind !== 'alter table') return undefined;
  const { change, relation } = action;
  if (change.kind === 'drop column' && change.cascade) return `${relation}.${change.column}`;
  return change.kind === 'drop constraint' && change.cascade ? change.name : undefined;
}

/** In a down, the table that the up made may well have dependents by then: CASCADE counts. */
function relationOf(action: Action): string | undefined {
  return action.kind === 'alter table' ? action.relation : undefined;
}
