import type { Relation } from '../actions/action.js';
import { noHits, type Rule, type StepScene } from './rule.js';

export const severalTablesLocked: Rule = {
  id: 'several-tables-locked',
  title: 'Several tables are blocked in one transaction',
  severity: { up: 'warning', down: 'warning' },
  why: 'The first table stays blocked while the migration waits for the lock on the second. If the application uses them in the other order, that is a deadlock.',
  instead: 'Change each table in a migration of its own.',
  checkStep: (step) => {
    if (step.transaction === 'none') return noHits;
    const locked = lockedTables(step);
    const [first, second] = locked;
    if (!first || !second) return noHits;
    const names = locked.map(({ relation }) => relation).join(' and ');
    const message = `${names} are blocked together until the transaction commits`;
    return [{ relation: second.relation, evidence: { kind: 'text' }, message, statement: second.statement }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int); CREATE TABLE posts (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int; ALTER TABLE posts ADD COLUMN a int;',
    },
    down: {
      before: 'CREATE TABLE users (id int); CREATE TABLE posts (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int; ALTER TABLE posts ADD COLUMN a int;',
      down: 'ALTER TABLE posts DROP COLUMN a; ALTER TABLE users DROP COLUMN a;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int; CREATE TABLE posts (id int); ALTER TABLE posts ADD COLUMN a int;',
    },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int; CREATE TABLE posts (id int);',
      down: 'DROP TABLE posts; ALTER TABLE users DROP COLUMN a;',
    },
  },
};

interface LockedTable {
  readonly relation: Relation;
  readonly statement: StepScene['actions'][number]['statement'];
}

/** The tables that statements name and block; those of foreign keys are other rules' business. */
function lockedTables({ actions }: StepScene): readonly LockedTable[] {
  const found = new Map<Relation, LockedTable>();
  for (const { action, statement, locks } of actions) {
    if (!('relation' in action) || action.relation === undefined) continue;
    const { relation } = action;
    const isBlocked = locks.some((lock) => lock.relation === relation && lock.mode === 'ACCESS EXCLUSIVE');
    if (isBlocked && !found.has(relation)) found.set(relation, { relation, statement });
  }
  return [...found.values()];
}
