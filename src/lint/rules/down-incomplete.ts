import type { Schema } from '../schema/schema.js';
import { noHits, type Rule, type StepScene } from './rule.js';

export const downIncomplete: Rule = {
  id: 'down-incomplete',
  title: 'The down leaves something behind',
  severity: { up: 'off', down: 'warning' },
  why: 'What the down forgets is in the way of the next up, and of the migrations before it. roundtrip prove finds all of it; this rule finds what can be told from the text: tables, columns and indexes.',
  instead: 'Drop the objects of the up in the down. roundtrip prove prints the missing statements.',
  checkStep: (step) => {
    const { direction, up, actions, unknown, migration } = step;
    const isWritten = migration.down.kind === 'written' || migration.down.kind === 'inferred';
    if (direction === 'up' || !up || unknown !== undefined || !isWritten || actions.length === 0)
      return noHits;
    if (isOpaque(step) || isOpaque(up)) return noHits;
    return [...leftTables(up, step.schema), ...leftColumns(up, step.schema), ...leftIndexes(up, step)].map(
      (what) => ({
        evidence: { kind: 'text' },
        message: `${what} is still there after the down`,
      }),
    );
  },
  bad: { down: { up: 'CREATE TABLE a (b int); CREATE TABLE c (d int);', down: 'DROP TABLE a;' } },
  good: {
    down: { up: 'CREATE TABLE a (b int); CREATE TABLE c (d int);', down: 'DROP TABLE c; DROP TABLE a;' },
  },
};

/** Whether there may be more than the text says: CASCADE, code that is not followed, or DROP SCHEMA. */
function isOpaque({ actions }: StepScene): boolean {
  return actions.some(
    ({ action }) =>
      /^(dynamic|unparsed|drop schema)$/.test(action.kind) ||
      ('cascade' in action && action.cascade) ||
      (action.kind === 'alter table' && 'cascade' in action.change && action.change.cascade),
  );
}

function leftTables(up: StepScene, after: Schema): readonly string[] {
  return [
    ...new Set(up.actions.flatMap(({ action }) => (action.kind === 'create table' ? [action.relation] : []))),
  ].filter(
    (relation) =>
      !relation.startsWith('pg_temp.') &&
      !up.before.table(relation) &&
      up.schema.table(relation) &&
      after.table(relation),
  );
}

function leftColumns(up: StepScene, after: Schema): readonly string[] {
  return up.actions.flatMap(({ action }) => {
    if (action.kind !== 'alter table' || action.change.kind !== 'add column') return [];
    const { relation, change } = action;
    const has = (schema: Schema) => schema.table(relation)?.columns.has(change.column.name) ?? false;
    return !has(up.before) && has(up.schema) && has(after) ? [`${relation}.${change.column.name}`] : [];
  });
}

function leftIndexes(up: StepScene, { schema: after }: StepScene): readonly string[] {
  return up.actions.flatMap(({ action }) => {
    if (action.kind !== 'create index' || action.index.name === undefined) return [];
    const { name } = action.index;
    const table = after.tableOfIndex(name);
    const isNew = up.before.tableOfIndex(name) === undefined;
    return isNew && table !== undefined && after.table(table)?.indexes.has(name) ? [name] : [];
  });
}
