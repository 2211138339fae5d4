import type { Action } from '../actions/action.js';
import { changeOf } from './changes.js';
import { noHits, type Hit, type Rule, type StepScene } from './rule.js';

export const rename: Rule = {
  id: 'rename',
  title: 'Something that the application names gets another name',
  severity: { up: 'warning', down: 'info' },
  why: 'Instances of the application that still run use the old name, and fail from the moment of the commit until they are replaced. A rollback does the same to the new ones.',
  instead:
    'Add the new name beside the old one: a new column that a trigger keeps, or a view with the old name of the table in the same transaction. Drop the old name once nothing uses it.',
  remedy: {
    sql: 'ALTER TABLE users RENAME TO accounts;\nCREATE VIEW users AS SELECT * FROM accounts;',
    builder: "pgm.renameTable('users', 'accounts');\npgm.createView('users', {}, 'SELECT * FROM accounts');",
  },
  check: ({ action, step }) => hitOf(action, step) ?? noHits,
  bad: {
    up: {
      before: 'CREATE TABLE users (name text);',
      up: 'ALTER TABLE users RENAME COLUMN name TO full_name;',
    },
    down: {
      before: 'CREATE TABLE users (name text);',
      up: 'ALTER TABLE users RENAME TO accounts;',
      down: 'ALTER TABLE accounts RENAME TO users;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (name text);',
      up: 'ALTER TABLE users RENAME TO accounts; CREATE VIEW users AS SELECT * FROM accounts;',
    },
    down: {
      before: 'CREATE TABLE users (name text); CREATE INDEX a ON users (name);',
      up: 'ALTER INDEX a RENAME TO b;',
      down: 'ALTER INDEX b RENAME TO a;',
    },
  },
};

/** The application does not name indexes and constraints; triggers, policies and rules neither. */
const invisible = /^OBJECT_(INDEX|TABCONSTRAINT|DOMCONSTRAINT|TRIGGER|POLICY|RULE|ROLE|EVENT_TRIGGER)$/;

function hitOf(action: Action, step: StepScene): readonly Hit[] | undefined {
  const evidence = { kind: 'text' } as const;
  const column = changeOf(action, 'rename column');
  if (column) {
    const { relation, to } = column;
    return [
      { relation, evidence, message: `queries that use ${relation}.${column.column} fail once it is ${to}` },
    ];
  }
  if (action.kind === 'rename relation' || action.kind === 'move relation') {
    const { relation, to } = action;
    if (invisible.test(action.objectType) || isReplaced(relation, step)) return undefined;
    return [{ relation, evidence, message: `queries that use ${relation} fail once it is ${to}` }];
  }
  if (action.kind !== 'rename object' || invisible.test(action.objectType)) return undefined;
  return [{ evidence, message: `what uses ${action.name} fails once it is ${action.to}` }];
}

/** Whether the step gives the old name to a view or to another table. */
function isReplaced(relation: string, { statements }: StepScene): boolean {
  const name = relation.split('.').at(-1)?.replaceAll('"', '') ?? '';
  return statements.some(
    ({ sql }) =>
      /^\s*create\b[^;]*\b(view|table)\b/i.test(sql) && new RegExp(`\\b${escapeRegExp(name)}\\b`).test(sql),
  );
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
