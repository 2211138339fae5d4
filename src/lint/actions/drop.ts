import type { Node } from 'libpg-query';
import { fieldsOf, type FieldsOf } from '../../sql-text/nodes.js';
import type { Action, ActionOf } from './action.js';
import type { NameResolver } from './name-resolver.js';
import { textsOf } from './table-parts.js';

const relationTypes: Readonly<Record<string, ActionOf<'drop relation'>['objectType']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_VIEW: 'view',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FOREIGN_TABLE: 'foreign table',
};

/** Actions of DROP: one for each object. */
export function readDrop(drop: FieldsOf<'DropStmt'>, resolve: NameResolver): readonly Action[] {
  return (drop.objects ?? []).map((object) => readObject(drop, partsOf(object), resolve));
}

function readObject(drop: FieldsOf<'DropStmt'>, parts: readonly string[], resolve: NameResolver): Action {
  const { removeType = '', behavior, missing_ok: ifExists = false, concurrent = false } = drop;
  const cascade = behavior === 'DROP_CASCADE';
  const name = parts.at(-1) ?? '';
  const objectType = relationTypes[removeType];
  if (objectType)
    return {
      kind: 'drop relation',
      relation: resolve.relation(rangeOf(parts)),
      objectType,
      cascade,
      ifExists,
    };
  if (removeType === 'OBJECT_INDEX')
    return { kind: 'drop index', name, schema: parts.at(-2), concurrently: concurrent, ifExists, cascade };
  if (removeType === 'OBJECT_TRIGGER')
    return { kind: 'drop trigger', relation: resolve.relation(rangeOf(parts.slice(0, -1))), name };
  if (removeType === 'OBJECT_SCHEMA') return { kind: 'drop schema', name, cascade };
  return { kind: 'drop object', objectType: removeType, name: parts.join('.'), cascade, ifExists };
}

function partsOf(object: Node): readonly string[] {
  const list = fieldsOf(object, 'List')?.items ?? fieldsOf(object, 'ObjectWithArgs')?.objname;
  return textsOf(list ?? fieldsOf(object, 'TypeName')?.names ?? [object]);
}

function rangeOf(parts: readonly string[]) {
  const schema = parts.at(-2);
  return { relname: parts.at(-1) ?? '', ...(schema === undefined ? {} : { schemaname: schema }) };
}
