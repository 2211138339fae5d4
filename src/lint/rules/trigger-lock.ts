import type { LockMode } from '../../database/lock-modes.js';
import { changeOf } from './changes.js';
import { noHits, type Hit, type Rule } from './rule.js';

export const triggerLock: Rule = {
  id: 'trigger-lock',
  title: 'A trigger is created, switched or dropped',
  severity: { up: 'info', down: 'info' },
  why: 'CREATE TRIGGER and ENABLE or DISABLE TRIGGER block writes to the table for a moment; DROP TRIGGER also blocks reads. A disabled trigger does not enforce its rule.',
  instead: 'Keep the transaction short, with a short lock_timeout.',
  check: ({ action }) => {
    if (action.kind === 'create trigger')
      return [hitFor(action.relation, 'creating a trigger', 'SHARE ROW EXCLUSIVE')];
    if (action.kind === 'drop trigger')
      return [hitFor(action.relation, 'dropping a trigger', 'ACCESS EXCLUSIVE')];
    const switched = changeOf(action, 'switch trigger');
    if (!switched) return noHits;
    const what = switched.state === 'disabled' ? 'disabling a trigger' : 'enabling a trigger';
    return [hitFor(switched.relation, what, 'SHARE ROW EXCLUSIVE')];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: 'CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();',
    },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();',
      down: 'DROP TRIGGER t ON users;',
    },
  },
  good: {
    up: {
      up: 'CREATE TABLE a (b int); CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();',
    },
    down: {
      up: 'CREATE TABLE a (b int); CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();',
      down: 'DROP TRIGGER t ON a; DROP TABLE a;',
    },
  },
};

function hitFor(relation: string, what: string, mode: LockMode): Hit {
  const blocked = mode === 'ACCESS EXCLUSIVE' ? 'reads and writes' : 'writes';
  return {
    relation,
    evidence: { kind: 'lock', mode },
    message: `${what} blocks ${blocked} of ${relation} for a moment`,
  };
}
