import { isTimestampPair } from '../expected/type-change.js';
import { changeOf } from './changes.js';
import { isUtc } from './column-type-rewrite.js';
import { noHits, type Rule } from './rule.js';

export const timestampTimezone: Rule = {
  id: 'timestamp-timezone',
  title: 'A conversion that depends on the time zone of the session',
  severity: { up: 'warning', down: 'warning' },
  why: 'Between timestamp and timestamptz values are converted in the time zone of the session that runs the migration, which may be another one in production. With UTC the table is not even rewritten.',
  instead: 'Set the time zone in the migration, or name it in USING.',
  remedy: {
    sql: "SET LOCAL timezone = 'UTC';",
    builder: `pgm.sql("SET LOCAL timezone = 'UTC'");`,
  },
  check: ({ action, schema, step }) => {
    const change = changeOf(action, 'change type');
    if (!change || change.using || isUtc(step)) return noHits;
    const { relation, column, type } = change;
    const from = schema.table(relation)?.columns.get(column)?.type;
    if (!from || !isTimestampPair(from, type)) return noHits;
    const message = `the values of ${column} are converted in the time zone of the session`;
    return [{ relation, evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: { before: 'CREATE TABLE a (at timestamp);', up: 'ALTER TABLE a ALTER COLUMN at TYPE timestamptz;' },
    down: {
      before: 'CREATE TABLE a (at timestamp);',
      up: "SET LOCAL timezone = 'UTC'; ALTER TABLE a ALTER COLUMN at TYPE timestamptz;",
      down: 'ALTER TABLE a ALTER COLUMN at TYPE timestamp;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE a (at timestamp);',
      up: "SET LOCAL timezone = 'UTC'; ALTER TABLE a ALTER COLUMN at TYPE timestamptz;",
    },
    down: {
      before: 'CREATE TABLE a (at timestamp);',
      up: 'SELECT 1;',
      down: "ALTER TABLE a ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'UTC';",
    },
  },
};
