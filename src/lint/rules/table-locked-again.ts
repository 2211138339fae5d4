import { isStronger, type LockMode } from '../../database/lock-modes.js';
import type { Relation } from '../actions/action.js';
import { noHits, type Rule, type StepScene } from './rule.js';

export const tableLockedAgain: Rule = {
  id: 'table-locked-again',
  title: 'Several migrations of one release block the same table',
  severity: { up: 'info', down: 'off' },
  why: 'Each of them waits for the sessions that use the table, and while it waits all later queries wait behind it. node-pg-migrate runs all pending migrations in one transaction unless told otherwise, and then holds the first lock until the last one has finished.',
  instead:
    'Combine the changes of a table in one migration, if all of them are fast. Only the chosen migrations count as a release: those that are named, or those of --changed.',
  checkStep: (step) => {
    const [first] = step.released;
    if (!first) return noHits;
    return [...blockedTables(step)].flatMap(([relation, { mode, statement }]) => {
      const earlier = step.released.filter((one) => blockedTables(one).has(relation));
      if (earlier.length === 0 || !first.before.table(relation)) return [];
      const names = earlier.map(({ migration }) => migration.name).join(' and ');
      const message = `${names} already block${earlier.length === 1 ? 's' : ''} ${relation}`;
      return [{ relation, evidence: { kind: 'lock', mode }, message, statement } as const];
    });
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int);',
      released: 'ALTER TABLE users ADD COLUMN a int;',
      up: 'ALTER TABLE users ADD COLUMN b int;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int);',
      released: 'CREATE TABLE posts (id int);',
      up: 'ALTER TABLE users ADD COLUMN b int; ALTER TABLE posts ADD COLUMN b int;',
    },
  },
};

interface Blocked {
  readonly mode: LockMode;
  readonly statement: StepScene['actions'][number]['statement'];
}

/** Tables that statements change and whose writes wait; those of foreign keys are other rules' business. */
function blockedTables(step: StepScene): ReadonlyMap<Relation, Blocked> {
  const blocked = new Map<Relation, Blocked>();
  for (const { action, statement, locks } of step.actions) {
    if (!('relation' in action) || action.relation === undefined || !step.isShared(action.relation)) continue;
    for (const { relation, mode } of locks)
      if (
        relation === action.relation &&
        isStronger(mode, 'SHARE UPDATE EXCLUSIVE') &&
        !blocked.has(relation)
      )
        blocked.set(relation, { mode, statement });
  }
  return blocked;
}
