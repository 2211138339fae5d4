import { noHits, type Rule, type StepScene } from './rule.js';

export const concurrentIndexIfNotExists: Rule = {
  id: 'concurrent-index-if-not-exists',
  title: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS keeps an invalid index',
  severity: { up: 'warning', down: 'warning' },
  why: 'A concurrent build that fails leaves an invalid index behind. When it is tried again, IF NOT EXISTS takes that index for the wanted one: the migration succeeds, and no query ever uses the index.',
  instead: 'Drop an invalid index of this name first, or leave out IF NOT EXISTS.',
  remedy: {
    sql: 'DROP INDEX CONCURRENTLY IF EXISTS users_email_idx;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
    builder:
      "pgm.dropIndex('users', 'email', { concurrently: true, ifExists: true });\npgm.createIndex('users', 'email', { concurrently: true });",
  },
  check: ({ action, step }) => {
    if (action.kind !== 'create index' || !action.concurrently || !action.ifNotExists) return noHits;
    const name = action.index.name ?? 'the index';
    if (isDroppedBefore(action.index.name, step)) return noHits;
    const message = `if an earlier attempt failed, ${name} stays invalid, and IF NOT EXISTS hides it`;
    return [{ relation: action.relation, evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email);',
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE users (email text); CREATE INDEX i ON users (email);',
      up: 'DROP INDEX CONCURRENTLY i;',
      down: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email);',
      transaction: 'none',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE users (email text); CREATE INDEX i ON users (email);',
      up: 'DROP INDEX CONCURRENTLY i;',
      down: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      transaction: 'none',
    },
  },
};

/** By the step itself, or by its code, which looks for invalid indexes and finds none on the scratch database. */
function isDroppedBefore(name: string | undefined, { actions, statements }: StepScene): boolean {
  return (
    statements.some(({ sql }) => /\bindisvalid\b/i.test(sql)) ||
    actions.some(({ action }) => action.kind === 'drop index' && action.name === name)
  );
}
