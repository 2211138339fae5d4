import { changeOf } from './changes.js';
import { heldLockBefore } from './held-locks.js';
import type { Rule, StepScene } from './rule.js';

const words = {
  rewrite: 'is rewritten',
  scan: 'is read',
  'index build': 'gets an index',
  read: 'is read',
} as const;

export const workUnderLock: Rule = {
  id: 'work-under-lock',
  title: 'Long work while a lock blocks a table',
  severity: { up: 'warning', down: 'warning' },
  sized: 'rows',
  why: 'A lock that blocks reads or writes is held until the transaction ends. Statements that read, rewrite or index a table afterwards prolong that time.',
  instead:
    'Leave statements that take long to another migration, or put them before the statement that takes the lock.',
  checkStep: (step) =>
    step.actions.flatMap(({ statement, work }, place) => {
      const long = work.find(({ kind }) => kind !== 'row changes');
      if (!long || long.kind === 'row changes' || isReportedElsewhere(step, place)) return [];
      const held = heldLockBefore(step, place);
      if (!held) return [];
      const message = `${held.relation} stays blocked while ${long.relation === held.relation ? 'it' : long.relation} ${words[long.kind]}`;
      return [{ relation: long.relation, evidence: { kind: 'text' }, message, statement }] as const;
    }),
  bad: {
    up: {
      before: 'CREATE TABLE users (id int); CREATE TABLE posts (id int);',
      up: 'ALTER TABLE users ADD COLUMN active bool; SELECT count(*) FROM posts;',
    },
    down: {
      before: 'CREATE TABLE users (id int, a int);',
      up: 'ALTER TABLE users DROP COLUMN a;',
      down: 'ALTER TABLE users ADD COLUMN a int; CREATE INDEX i ON users (a);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int); CREATE TABLE posts (id int);',
      up: 'SELECT count(*) FROM posts; ALTER TABLE users ADD COLUMN active bool;',
    },
    down: {
      before: 'CREATE TABLE users (id int, a int);',
      up: 'ALTER TABLE users DROP COLUMN a;',
      down: 'ALTER TABLE users ADD COLUMN a int;',
    },
  },
};

/** validate-in-same-transaction and rows-changed-under-lock say more about these. */
function isReportedElsewhere({ actions }: StepScene, place: number): boolean {
  const action = actions[place]?.action;
  if (!action || action.kind === 'change rows') return true;
  const validated = changeOf(action, 'validate constraint');
  return (
    validated !== undefined &&
    actions.some((one) => changeOf(one.action, 'add constraint')?.constraint.name === validated.name)
  );
}
