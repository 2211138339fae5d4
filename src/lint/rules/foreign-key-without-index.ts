import type { ConstraintFacts, Schema, TableFacts } from '../schema/schema.js';
import { noHits, type Hit, type Rule, type StepScene } from './rule.js';

export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  title: 'A foreign key without an index',
  severity: { up: 'info', down: 'off' },
  why: 'PostgreSQL indexes the table that a foreign key refers to, not the one that it belongs to. Each DELETE of a referenced row, and each join, reads the whole table.',
  instead: 'Create an index that begins with the columns of the foreign key, here or in a later migration.',
  remedy: {
    sql: 'CREATE INDEX posts_user_id_idx ON posts (user_id);',
    builder: "pgm.createIndex('posts', 'user_id');",
  },
  checkStep: (step) => addedKeys(step).flatMap((key) => hitFor(key, step.schema)),
  bad: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY);',
      up: 'CREATE TABLE posts (user_id int REFERENCES users);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY);',
      up: 'CREATE TABLE posts (user_id int REFERENCES users); CREATE INDEX ON posts (user_id);',
    },
  },
};

interface AddedKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly statement: StepScene['actions'][number]['statement'];
}

/** Keys of new tables, and those that are validated at once; who adds one NOT VALID knows what it costs. */
function addedKeys({ actions }: StepScene): readonly AddedKey[] {
  return actions.flatMap(({ action, statement }) => {
    if (action.kind === 'create table') {
      const constraints = [...action.constraints, ...action.columns.flatMap((one) => one.constraints)];
      return keysOf(constraints).map((columns) => ({ table: action.relation, columns, statement }));
    }
    if (action.kind !== 'alter table' || action.change.kind !== 'add constraint') return [];
    if (action.change.constraint.validation !== 'checked') return [];
    return keysOf([action.change.constraint]).map((columns) => ({
      table: action.relation,
      columns,
      statement,
    }));
  });
}

function keysOf(
  constraints: readonly Pick<ConstraintFacts, 'kind' | 'columns'>[],
): readonly (readonly string[])[] {
  return constraints.filter(({ kind }) => kind === 'foreign key').map(({ columns }) => columns);
}

function hitFor({ table, columns, statement }: AddedKey, schema: Schema): readonly Hit[] {
  const facts = schema.table(table);
  if (!facts?.columnsKnown || isIndexed(facts, columns)) return noHits;
  const message = `the foreign key of ${table} (${columns.join(', ')}) has no index`;
  const remains = (last: Schema) => {
    const later = last.table(table);
    return !later || !isIndexed(later, columns);
  };
  return [{ evidence: { kind: 'text' }, message, statement, remains }];
}

function isIndexed({ indexes }: TableFacts, columns: readonly string[]): boolean {
  return [...indexes.values()].some(
    (index) =>
      !index.partial && columns.every((column) => index.columns.slice(0, columns.length).includes(column)),
  );
}
