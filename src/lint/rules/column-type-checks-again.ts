import { findAll, lastName } from '../../sql-text/nodes.js';
import type { TableFacts } from '../schema/schema.js';
import { changeOf } from './changes.js';
import { needOf } from './column-type-rewrite.js';
import { noHits, type Rule } from './rule.js';

export const columnTypeChecksAgain: Rule = {
  id: 'column-type-checks-again',
  title: 'A change of type checks constraints or builds indexes again',
  severity: { up: 'warning', down: 'warning' },
  why: 'Even where the table is not rewritten, CHECK constraints on the column are checked for all rows again, and with another collation its indexes are built again, under an ACCESS EXCLUSIVE lock.',
  instead:
    'Drop the constraint first, change the type, and add the constraint NOT VALID; validate it in another migration.',
  check: ({ action, schema, step }) => {
    const change = changeOf(action, 'change type');
    if (!change || needOf(change, { schema, step }) !== 'none') return noHits;
    const { relation, column, collation } = change;
    const table = schema.table(relation);
    const evidence = { kind: 'scan' } as const;
    const checks = table ? checksOn(table, column) : [];
    const ofChecks = checks.map((name) => ({
      relation,
      evidence,
      message: `the new type of ${column} makes ${name} read all rows of ${relation}`,
    }));
    const indexes = [...(table?.indexes.values() ?? [])].filter(({ columns }) => columns.includes(column));
    const isOther = collation !== undefined && collation !== table?.columns.get(column)?.collation;
    if (!isOther || indexes.length === 0) return ofChecks;
    const names = indexes.map(({ name }) => name).join(', ');
    const message = `the new collation of ${column} builds ${names} again while ${relation} is blocked`;
    return [...ofChecks, { relation, evidence, message }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (name varchar(50) CHECK (length(name) > 1));',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100);',
    },
    down: {
      before: 'CREATE TABLE users (name text); CREATE INDEX i ON users (name);',
      up: 'SELECT 1;',
      down: 'ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (name varchar(50), CHECK (true)); CREATE INDEX i ON users (name);',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100);',
    },
    down: {
      before: 'CREATE TABLE users (name varchar);',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE text;',
      down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar;',
    },
  },
};

function checksOn({ constraints }: TableFacts, column: string): readonly string[] {
  return [...constraints.values()]
    .filter(({ kind, expression }) => kind === 'check' && mentions(expression, column))
    .map(({ name }) => name);
}

function mentions(expression: unknown, column: string): boolean {
  return findAll(expression, 'ColumnRef').some(({ fields }) => lastName(fields) === column);
}
