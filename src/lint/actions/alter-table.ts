import type { Node } from 'libpg-query';
import { fieldsOf, lastName, type FieldsOf } from '../../sql-text/nodes.js';
import type { Action, TableAction } from './action.js';
import type { NameResolver } from './name-resolver.js';
import { readColumn, readConstraint, readType } from './table-parts.js';

type Command = FieldsOf<'AlterTableCmd'>;
type Reader = (command: Command, resolve: NameResolver) => TableAction | undefined;

/** Actions of ALTER TABLE: one for each subcommand. */
export function readAlterTable(
  { relation, cmds = [], objtype = 'OBJECT_TABLE' }: FieldsOf<'AlterTableStmt'>,
  resolve: NameResolver,
): readonly Action[] {
  if (!relation || objtype === 'OBJECT_INDEX' || objtype === 'OBJECT_TYPE') return [];
  const altered = resolve.relation(relation);
  return cmds.flatMap((one): readonly Action[] => {
    const command = fieldsOf(one, 'AlterTableCmd');
    if (!command) return [];
    const change = readers[command.subtype ?? '']?.(command, resolve) ?? {
      kind: 'other change',
      subtype: command.subtype ?? '',
    };
    return [{ kind: 'alter table', relation: altered, only: !relation.inh, change, objectType: objtype }];
  });
}

const readers: Readonly<Record<string, Reader>> = {
  AT_AddColumn: ({ def, missing_ok: ifNotExists = false }, resolve) => {
    const column = def && fieldsOf(def, 'ColumnDef');
    return column && { kind: 'add column', column: readColumn(column, resolve), ifNotExists };
  },
  AT_DropColumn: ({ name = '', behavior, missing_ok: ifExists = false }) => ({
    kind: 'drop column',
    column: name,
    cascade: behavior === 'DROP_CASCADE',
    ifExists,
  }),
  AT_AlterColumnType: ({ name = '', def }) => {
    const column = def && fieldsOf(def, 'ColumnDef');
    return {
      kind: 'change type',
      column: name,
      type: readType(column?.typeName),
      collation: column?.collClause && lastName(column.collClause.collname),
      using: column?.raw_default,
    };
  },
  AT_SetNotNull: ({ name = '' }) => ({ kind: 'set not null', column: name }),
  AT_DropNotNull: ({ name = '' }) => ({ kind: 'drop not null', column: name }),
  AT_ColumnDefault: ({ name = '', def }) =>
    def ? { kind: 'set default', column: name, expression: def } : { kind: 'drop default', column: name },
  AT_AddIdentity: ({ name = '' }) => ({ kind: 'add identity', column: name }),
  AT_SetExpression: ({ name = '' }) => ({ kind: 'set expression', column: name }),
  AT_AddConstraint: ({ def }, resolve) => {
    const constraint = constraintOf(def, resolve);
    return constraint && { kind: 'add constraint', constraint };
  },
  AT_DropConstraint: ({ name = '', behavior, missing_ok: ifExists = false }) => ({
    kind: 'drop constraint',
    name,
    cascade: behavior === 'DROP_CASCADE',
    ifExists,
  }),
  AT_ValidateConstraint: ({ name = '' }) => ({ kind: 'validate constraint', name }),
  AT_AttachPartition: ({ def }, resolve) => {
    const partition = def && fieldsOf(def, 'PartitionCmd');
    if (!partition?.name) return undefined;
    return {
      kind: 'attach partition',
      partition: resolve.relation(partition.name),
      bound: partition.bound?.is_default ? 'default' : 'other',
    };
  },
  AT_DetachPartition: ({ def }, resolve) => {
    const partition = def && fieldsOf(def, 'PartitionCmd');
    if (!partition?.name) return undefined;
    return {
      kind: 'detach partition',
      partition: resolve.relation(partition.name),
      concurrently: partition.concurrent ?? false,
    };
  },
  AT_SetLogged: () => ({ kind: 'rewrite storage', what: 'persistence' }),
  AT_SetUnLogged: () => ({ kind: 'rewrite storage', what: 'persistence' }),
  AT_SetTableSpace: () => ({ kind: 'rewrite storage', what: 'tablespace' }),
  AT_SetAccessMethod: () => ({ kind: 'rewrite storage', what: 'access method' }),
  ...switching('disabled', ['AT_DisableTrig', 'AT_DisableTrigAll', 'AT_DisableTrigUser']),
  ...switching('enabled', [
    ...['AT_EnableTrig', 'AT_EnableTrigAll', 'AT_EnableTrigUser'],
    ...['AT_EnableAlwaysTrig', 'AT_EnableReplicaTrig'],
  ]),
};

function switching(state: 'enabled' | 'disabled', subtypes: readonly string[]): Record<string, Reader> {
  return Object.fromEntries(subtypes.map((subtype) => [subtype, () => ({ kind: 'switch trigger', state })]));
}

function constraintOf(def: Node | undefined, resolve: NameResolver) {
  const constraint = def && fieldsOf(def, 'Constraint');
  return constraint && readConstraint(constraint, resolve);
}
