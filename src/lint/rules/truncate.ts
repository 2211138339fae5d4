import { noHits, type Rule } from './rule.js';

export const truncate: Rule = {
  id: 'truncate',
  title: 'TRUNCATE',
  severity: { up: 'error', down: 'error' },
  why: 'TRUNCATE removes all rows under an ACCESS EXCLUSIVE lock; with CASCADE also those of every table that refers to it. A rollback cannot bring them back.',
  instead: 'Delete the rows that have to go, in batches, outside of the migration.',
  remedy: {
    sql: 'DELETE FROM events WHERE id <= 10000;',
    builder: "pgm.sql('DELETE FROM events WHERE id <= 10000');",
  },
  check: ({ action }) => {
    if (action.kind !== 'truncate') return noHits;
    const cascade = action.cascade ? ', and those of all tables that refer to it' : '';
    const evidence = { kind: 'lock', mode: 'ACCESS EXCLUSIVE' } as const;
    return action.relations.map((relation) => ({
      relation,
      evidence,
      message: `all rows of ${relation}${cascade} are lost`,
    }));
  },
  bad: {
    up: { before: 'CREATE TABLE events (id int);', up: 'TRUNCATE events;' },
    down: {
      before: 'CREATE TABLE events (id int);',
      up: 'INSERT INTO events VALUES (1);',
      down: 'TRUNCATE events CASCADE;',
    },
  },
  good: {
    up: { before: 'CREATE TABLE events (id int);', up: 'DELETE FROM events WHERE id = 1;' },
    down: {
      before: 'CREATE TABLE events (id int);',
      up: 'INSERT INTO events VALUES (1);',
      down: 'DELETE FROM events WHERE id = 1;',
    },
  },
};
