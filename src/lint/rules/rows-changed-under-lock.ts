import { heldLockBefore } from './held-locks.js';
import type { Rule } from './rule.js';

export const rowsChangedUnderLock: Rule = {
  id: 'rows-changed-under-lock',
  title: 'Rows are changed while a lock blocks a table',
  severity: { up: 'error', down: 'error' },
  sized: 'rows',
  why: 'The lock of ALTER TABLE is held until the transaction ends. Rows that the same transaction changes afterwards prolong the time in which the table is blocked from a moment to minutes.',
  instead: 'Change the schema in one migration and the rows in another one, in batches.',
  remedy: {
    sql: '-- first migration:\nALTER TABLE users ADD COLUMN active bool;\n-- second migration:\nUPDATE users SET active = true WHERE …;',
    builder:
      "// first migration:\npgm.addColumn('users', { active: { type: 'bool' } });\n// second migration:\npgm.sql('UPDATE users SET active = true WHERE …');",
  },
  checkStep: (step) =>
    step.actions.flatMap(({ action, statement, work }, place) => {
      const changed = work.find(({ kind }) => kind === 'row changes');
      if (!changed || action.kind !== 'change rows') return [];
      const held = heldLockBefore(step, place);
      if (!held) return [];
      const message = `${held.relation} stays blocked while the ${action.verb} changes rows of ${changed.relation}`;
      return [{ relation: changed.relation, evidence: { kind: 'text' }, message, statement }] as const;
    }),
  bad: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN active bool; UPDATE users SET active = true WHERE id > 0;',
    },
    down: {
      before: 'CREATE TABLE users (id int, a int);',
      up: 'ALTER TABLE users DROP COLUMN a;',
      down: 'ALTER TABLE users ADD COLUMN a int; UPDATE users SET a = 0 WHERE id > 0;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int, active bool);',
      up: 'UPDATE users SET active = true WHERE active IS NULL;',
    },
    down: {
      before: 'CREATE TABLE users (id int, a int);',
      up: 'ALTER TABLE users DROP COLUMN a;',
      down: 'ALTER TABLE users ADD COLUMN a int DEFAULT 0;',
    },
  },
};
