import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnStoredGenerated: Rule = {
  id: 'add-column-stored-generated',
  title: 'A stored generated column rewrites the table',
  severity: { up: 'error', down: 'error' },
  why: 'The values of a column GENERATED … STORED are computed and stored for every row, so ADD COLUMN writes the whole table anew under an ACCESS EXCLUSIVE lock. So does a new expression for such a column.',
  instead:
    'On PostgreSQL 18 make the column VIRTUAL, which stores nothing. Before, add a plain column that a trigger keeps, and fill it in batches.',
  remedy: { sql: 'ALTER TABLE users ADD COLUMN full_name text GENERATED ALWAYS AS (first || last) VIRTUAL;' },
  check: ({ action }) => {
    const added = changeOf(action, 'add column');
    if (added?.column.generated === 'stored') {
      const { relation, column } = added;
      const message = `adding ${column.name}, a stored generated column, rewrites ${relation}`;
      return [{ relation, evidence: { kind: 'rewrite' }, message, location: column.location }];
    }
    const changed = changeOf(action, 'set expression');
    if (!changed) return noHits;
    const { relation, column } = changed;
    return [
      {
        relation,
        evidence: { kind: 'rewrite' },
        message: `a new expression for ${column} rewrites ${relation}`,
      },
    ];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (first text, last text);',
      up: 'ALTER TABLE users ADD COLUMN name text GENERATED ALWAYS AS (first || last) STORED;',
    },
    down: {
      before: 'CREATE TABLE users (first text, name text GENERATED ALWAYS AS (upper(first)) STORED);',
      up: 'ALTER TABLE users DROP COLUMN name;',
      down: 'ALTER TABLE users ADD COLUMN name text GENERATED ALWAYS AS (upper(first)) STORED;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (first text, last text);',
      up: 'ALTER TABLE users ADD COLUMN name text GENERATED ALWAYS AS (first || last) VIRTUAL;',
    },
    down: {
      before: 'CREATE TABLE users (first text);',
      up: 'ALTER TABLE users ADD COLUMN name text GENERATED ALWAYS AS (upper(first)) STORED;',
      down: 'ALTER TABLE users DROP COLUMN name;',
    },
  },
};
