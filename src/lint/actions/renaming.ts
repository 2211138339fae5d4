import type { FieldsOf } from '../../sql-text/nodes.js';
import { fieldsOf } from '../../sql-text/nodes.js';
import type { Action } from './action.js';
import type { NameResolver } from './name-resolver.js';
import { textsOf } from './table-parts.js';

const relationTypes = /^OBJECT_(TABLE|VIEW|MATVIEW|SEQUENCE|FOREIGN_TABLE|INDEX)$/;

export function readRenaming(rename: FieldsOf<'RenameStmt'>, resolve: NameResolver): readonly Action[] {
  const { renameType = '', relation, subname = '', newname = '', object } = rename;
  const objectType = renameType;
  if (relation && renameType === 'OBJECT_COLUMN')
    return [altered(rename, resolve, { kind: 'rename column', column: subname, to: newname })];
  if (relation && renameType === 'OBJECT_TABCONSTRAINT')
    return [altered(rename, resolve, { kind: 'rename constraint', name: subname, to: newname })];
  if (relation && relationTypes.test(renameType)) {
    const renamed = resolve.relation(relation);
    return [
      { kind: 'rename relation', relation: renamed, to: resolve.sibling(renamed, newname), objectType },
    ];
  }
  const parts = object ? textsOf(fieldsOf(object, 'List')?.items ?? [object]) : [];
  return [{ kind: 'rename object', objectType, name: parts.join('.') || subname, to: newname }];
}

function altered(
  { relation, relationType = 'OBJECT_TABLE' }: FieldsOf<'RenameStmt'>,
  resolve: NameResolver,
  change: Extract<Action, { kind: 'alter table' }>['change'],
): Action {
  return {
    kind: 'alter table',
    relation: relation ? resolve.relation(relation) : '',
    only: false,
    change,
    objectType: relationType,
  };
}

export function readSetSchema(
  { relation, objectType, newschema = '', object }: FieldsOf<'AlterObjectSchemaStmt'>,
  resolve: NameResolver,
): readonly Action[] {
  if (!relation) {
    const parts = object ? textsOf(fieldsOf(object, 'List')?.items ?? [object]) : [];
    return [
      {
        kind: 'rename object',
        objectType: objectType ?? '',
        name: parts.join('.'),
        to: `${newschema}.${parts.at(-1) ?? ''}`,
      },
    ];
  }
  const to = resolve.created({ schemaname: newschema, relname: relation.relname ?? '' });
  return [{ kind: 'move relation', relation: resolve.relation(relation), to, objectType: objectType ?? '' }];
}
