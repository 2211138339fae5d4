import { rewritingPart } from '../expected/work.js';
import { volatileFunction } from '../expected/volatile-default.js';
import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnVolatileDefault: Rule = {
  id: 'add-column-volatile-default',
  title: 'A column with a volatile default rewrites the table',
  severity: { up: 'error', down: 'error' },
  why: 'A default with a volatile function, such as gen_random_uuid() or clock_timestamp(), has a value of its own for each row. ADD COLUMN writes the whole table and its indexes anew, under an ACCESS EXCLUSIVE lock. Constants and now() are stored once.',
  instead: 'Add the column without the default, set the default, and fill the existing rows in batches.',
  remedy: {
    sql: 'ALTER TABLE users ADD COLUMN token uuid;\nALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();',
    builder:
      "pgm.addColumn('users', { token: { type: 'uuid' } });\npgm.alterColumn('users', 'token', { default: pgm.func('gen_random_uuid()') });",
  },
  check: ({ action }) => {
    const added = changeOf(action, 'add column');
    if (!added || rewritingPart(added.column) !== 'volatile default') return noHits;
    const { relation, column } = added;
    const name = volatileFunction(column.default) ?? '';
    const message = `adding ${column.name} rewrites ${relation}, since its default calls ${name}()`;
    return [{ relation, evidence: { kind: 'rewrite' }, message, location: column.location }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();',
    },
    down: {
      before: 'CREATE TABLE users (id int, token uuid DEFAULT gen_random_uuid());',
      up: 'ALTER TABLE users DROP COLUMN token;',
      down: 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: "ALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT 'new', ADD COLUMN at timestamptz DEFAULT now();",
    },
    down: {
      before: 'CREATE TABLE users (id int, token uuid DEFAULT gen_random_uuid());',
      up: 'ALTER TABLE users DROP COLUMN token;',
      down: 'ALTER TABLE users ADD COLUMN token uuid; ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();',
    },
  },
};
