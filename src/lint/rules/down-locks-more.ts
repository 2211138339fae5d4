import { isStronger, type LockMode } from '../../database/lock-modes.js';
import type { Relation } from '../actions/action.js';
import type { StepStatement } from '../statements/step-statements.js';
import { noHits, type Rule, type StepScene } from './rule.js';

export const downLocksMore: Rule = {
  id: 'down-locks-more',
  title: 'The down takes a stronger lock than the up',
  severity: { up: 'off', down: 'warning' },
  why: 'The lock that was harmless on the way up is not on the way down: undoing CREATE TABLE … REFERENCES takes an ACCESS EXCLUSIVE lock on the table that was referred to, and undoing a trigger one on its table. All queries on it wait.',
  instead:
    'Keep the down short, with a short lock_timeout, and do not combine it with statements that take long.',
  checkStep: (step) => {
    if (step.direction === 'up' || !step.up) return noHits;
    const taken = strongestLocks(step.up);
    return [...strongestLocks(step)].flatMap(([relation, { mode, statement }]) => {
      const before = taken.get(relation)?.mode;
      if (!isStronger(mode, 'SHARE') || (before !== undefined && !isStronger(mode, before))) return [];
      const compared = before === undefined ? 'the up does not lock it' : `the up takes ${before}`;
      const message = `the down takes ${mode} on ${relation}; ${compared}`;
      return [{ relation, evidence: { kind: 'lock', mode }, message, statement } as const];
    });
  },
  bad: {
    down: {
      before: 'CREATE TABLE users (id int PRIMARY KEY);',
      up: 'CREATE TABLE posts (user_id int REFERENCES users);',
      down: 'DROP TABLE posts;',
    },
  },
  good: {
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int;',
      down: 'ALTER TABLE users DROP COLUMN a;',
    },
  },
};

interface Taken {
  readonly mode: LockMode;
  readonly statement: StepStatement;
}

function strongestLocks({ actions }: StepScene): ReadonlyMap<Relation, Taken> {
  const strongest = new Map<Relation, Taken>();
  for (const { statement, locks } of actions) {
    for (const { relation, mode } of locks) {
      const known = strongest.get(relation);
      if (!known || isStronger(mode, known.mode)) strongest.set(relation, { mode, statement });
    }
  }
  return strongest;
}
