import { printType } from '../expected/type-change.js';
import type { ConstraintSpec, TypeName } from '../actions/table-parts.js';
import type { Action } from '../actions/action.js';
import type { Schema } from '../schema/schema.js';
import { noHits, type Hit, type Rule } from './rule.js';

export const foreignKeyTypeMismatch: Rule = {
  id: 'foreign-key-type-mismatch',
  title: 'A foreign key between columns of different types',
  severity: { up: 'warning', down: 'off' },
  why: 'Where the types differ, as integer and bigint, every check and join converts values, and the smaller type runs out of room first.',
  instead: 'Give both columns the same type.',
  check: ({ action, schema }) => keysOf(action).flatMap((key) => hitsFor(key, schema)),
  bad: {
    up: {
      before: 'CREATE TABLE users (id bigint PRIMARY KEY);',
      up: 'CREATE TABLE posts (user_id int REFERENCES users (id)); CREATE INDEX ON posts (user_id);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id bigserial PRIMARY KEY);',
      up: 'CREATE TABLE posts (user_id bigint REFERENCES users (id)); CREATE INDEX ON posts (user_id);',
    },
  },
};

interface Key {
  readonly constraint: ConstraintSpec;
  readonly typeOf: (column: string, schema: Schema) => TypeName | undefined;
}

function keysOf(action: Action): readonly Key[] {
  if (action.kind === 'create table') {
    const typeOf = (column: string) => action.columns.find(({ name }) => name === column)?.type;
    return [...action.constraints, ...action.columns.flatMap((one) => one.constraints)].map((constraint) => ({
      constraint,
      typeOf,
    }));
  }
  if (action.kind !== 'alter table') return [];
  const { relation, change } = action;
  if (change.kind === 'add column')
    return change.column.constraints.map((constraint) => ({ constraint, typeOf: () => change.column.type }));
  if (change.kind !== 'add constraint') return [];
  const typeOf = (column: string, schema: Schema) => schema.table(relation)?.columns.get(column)?.type;
  return [{ constraint: change.constraint, typeOf }];
}

function hitsFor({ constraint, typeOf }: Key, schema: Schema): readonly Hit[] {
  const { reference, columns, location } = constraint;
  if (!reference) return noHits;
  const target = schema.table(reference.relation);
  const key =
    [...(target?.constraints.values() ?? [])].find(({ kind }) => kind === 'primary key')?.columns ?? [];
  const referenced = reference.columns.length > 0 ? reference.columns : key;
  return columns.flatMap((column, place) => {
    const from = typeOf(column, schema);
    const to = target?.columns.get(referenced[place] ?? '')?.type;
    if (!from || !to || from.name === to.name) return [];
    const message = `${column} is ${printType(from)}, and ${reference.relation}.${referenced[place] ?? ''} is ${printType(to)}`;
    return [{ evidence: { kind: 'text' }, message, location } as const];
  });
}
