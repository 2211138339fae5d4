import { noHits, type Rule } from './rule.js';

export const allRowsChanged: Rule = {
  id: 'all-rows-changed',
  title: 'UPDATE or DELETE of all rows',
  severity: { up: 'warning', down: 'warning' },
  sized: 'rows',
  why: 'Without a condition that chooses rows, every row is changed in one transaction: all of them stay locked until it commits, and an UPDATE writes the whole table once more.',
  instead: 'Change the rows in batches outside of the migration, or add the condition that was meant.',
  remedy: {
    sql: 'UPDATE users SET active = true WHERE id BETWEEN 1 AND 10000 AND active IS NULL;',
    builder: "pgm.sql('UPDATE users SET active = true WHERE id BETWEEN 1 AND 10000 AND active IS NULL');",
  },
  check: ({ action }) => {
    if (action.kind !== 'change rows' || action.where === 'condition') return noHits;
    const { relation, verb } = action;
    const how = action.where === 'none' ? 'has no WHERE' : 'has a WHERE that is always true';
    return [
      {
        relation,
        evidence: { kind: 'text' },
        message: `the ${verb} of ${relation} ${how}: it changes all rows`,
      },
    ];
  },
  bad: {
    up: { before: 'CREATE TABLE users (active bool);', up: 'UPDATE users SET active = true;' },
    down: {
      before: 'CREATE TABLE users (active bool);',
      up: 'INSERT INTO users VALUES (true);',
      down: 'DELETE FROM users WHERE 1 = 1;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (active bool);',
      up: 'UPDATE users SET active = true WHERE active IS NULL;',
    },
    down: {
      before: 'CREATE TABLE users (active bool);',
      up: 'INSERT INTO users VALUES (true);',
      down: 'DELETE FROM users WHERE active;',
    },
  },
};
