import type { Action } from '../actions/action.js';
import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const tableRewrite: Rule = {
  id: 'table-rewrite',
  title: 'A statement whose purpose is to rewrite a table',
  severity: { up: 'error', down: 'error' },
  why: 'VACUUM FULL, CLUSTER, SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD write the whole table anew under an ACCESS EXCLUSIVE lock.',
  instead: 'Use a tool that rebuilds tables online, such as pg_repack, or a maintenance window.',
  check: ({ action }) => {
    const { what, relations } = rewritten(action);
    if (relations.length === 0 && what !== undefined)
      return [{ evidence: { kind: 'text' }, message: `${what} rewrites all tables` }];
    return relations.map((relation) => ({
      relation,
      evidence: { kind: 'rewrite' },
      message: `${what ?? ''} rewrites ${relation} while it is blocked`,
    }));
  },
  bad: {
    up: { before: 'CREATE TABLE users (id int);', up: 'ALTER TABLE users SET UNLOGGED;' },
    down: { before: 'CREATE TABLE users (id int);', up: 'SELECT 1;', down: 'CLUSTER users USING i;' },
  },
  good: {
    up: { before: 'CREATE TABLE users (id int);', up: 'VACUUM ANALYZE users;', transaction: 'none' },
    down: { up: 'CREATE UNLOGGED TABLE a (b int); ALTER TABLE a SET LOGGED;', down: 'DROP TABLE a;' },
  },
};

const storage = {
  persistence: 'SET LOGGED or UNLOGGED',
  tablespace: 'SET TABLESPACE',
  'access method': 'SET ACCESS METHOD',
};

function rewritten(action: Action): {
  readonly what: string | undefined;
  readonly relations: readonly string[];
} {
  if (action.kind === 'vacuum full' || action.kind === 'cluster')
    return { what: action.kind.toUpperCase(), relations: action.relations };
  const change = changeOf(action, 'rewrite storage');
  return change
    ? { what: storage[change.what], relations: [change.relation] }
    : { what: undefined, relations: noHits as [] };
}
