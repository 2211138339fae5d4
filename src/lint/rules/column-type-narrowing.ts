import { narrowing, printType } from '../expected/type-change.js';
import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const columnTypeNarrowing: Rule = {
  id: 'column-type-narrowing',
  title: 'A type that does not hold all present values',
  severity: { up: 'error', down: 'error' },
  why: 'The change fails as soon as one row has a value that the new type does not hold, or it silently rounds and cuts off. In a down, such values were written since the up.',
  instead:
    'Look for such values first (SELECT max(length(name))), decide what becomes of them, and change the type afterwards.',
  check: ({ action, schema }) => {
    const change = changeOf(action, 'change type');
    if (!change) return noHits;
    const { relation, column, type } = change;
    const from = schema.table(relation)?.columns.get(column)?.type;
    const how = narrowing(from, type);
    if (how === undefined || !from) return noHits;
    const message = `changing ${column} from ${printType(from)} to ${printType(type)} ${how}`;
    return [{ relation, evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (name varchar(100));',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50);',
    },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint;',
      down: 'ALTER TABLE users ALTER COLUMN id TYPE int;',
    },
  },
  good: {
    up: { before: 'CREATE TABLE users (id int);', up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint;' },
    down: {
      before: 'CREATE TABLE users (name varchar);',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE text;',
      down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar;',
    },
  },
};
