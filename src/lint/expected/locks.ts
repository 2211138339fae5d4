import { lockModes, type LockMode } from '../../database/lock-modes.js';
import type { Action, ActionOf, ChangeOf, Relation, TableAction } from '../actions/action.js';
import type { ConstraintSpec } from '../actions/table-parts.js';
import type { Schema } from '../schema/schema.js';

export interface ExpectedLock {
  readonly relation: Relation;
  readonly mode: LockMode;
}

/** Subcommands with a weaker lock than ACCESS EXCLUSIVE (`AlterTableGetLockLevel` in tablecmds.c). */
const weakSubcommands =
  /^AT_(SetStatistics|SetOptions|ResetOptions|ClusterOn|DropCluster|SetRelOptions|ResetRelOptions)$/;

type LockReaders = {
  readonly [K in Action['kind']]?: (action: ActionOf<K>, schema: Schema) => readonly ExpectedLock[];
};

const lockReaders: LockReaders = {
  'alter table': ({ relation, change }, schema) => [
    { relation, mode: alterTableMode(change) },
    ...partnerLocks(relation, change, schema),
  ],
  'create table': createTableLocks,
  'create index': ({ relation, concurrently }) => [
    { relation, mode: concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE' },
  ],
  'drop index': ({ name, concurrently }, schema) => {
    const relation = schema.tableOfIndex(name);
    if (relation === undefined) return [];
    return [{ relation, mode: concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE' }];
  },
  reindex: ({ relation, concurrently }) =>
    relation === undefined ? [] : [{ relation, mode: concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE' }],
  'drop relation': dropLocks,
  'rename relation': ({ relation }) => [exclusively(relation)],
  'move relation': ({ relation }) => [exclusively(relation)],
  'drop trigger': ({ relation }) => [exclusively(relation)],
  truncate: ({ relations }) => relations.map(exclusively),
  'vacuum full': ({ relations }) => relations.map(exclusively),
  cluster: ({ relations }) => relations.map(exclusively),
  'create trigger': ({ relation }) => [{ relation, mode: 'SHARE ROW EXCLUSIVE' }],
  refresh: ({ relation, concurrently }) => [
    { relation, mode: concurrently ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE' },
  ],
  'lock table': ({ relations, mode }) => relations.map((relation) => ({ relation, mode: modeOf(mode) })),
};

/** The locks on tables that a statement of this form takes, as far as the schema is known. */
export function expectedLocks(action: Action, schema: Schema): readonly ExpectedLock[] {
  const read = lockReaders[action.kind] as
    ((action: Action, schema: Schema) => readonly ExpectedLock[]) | undefined;
  return read?.(action, schema) ?? [];
}

/** `LOCK TABLE` numbers the modes from the weakest on (`src/include/storage/lockdefs.h`). */
function modeOf(number: number): LockMode {
  return lockModes[number - 1] ?? 'ACCESS EXCLUSIVE';
}

type ChangeReaders<T> = { readonly [K in TableAction['kind']]?: (change: ChangeOf<K>) => T };

const weakerModes: ChangeReaders<LockMode> = {
  'validate constraint': () => 'SHARE UPDATE EXCLUSIVE',
  'attach partition': () => 'SHARE UPDATE EXCLUSIVE',
  'detach partition': ({ concurrently }) => (concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'),
  'switch trigger': () => 'SHARE ROW EXCLUSIVE',
  'add constraint': ({ constraint }) =>
    constraint.kind === 'foreign key' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
  'other change': ({ subtype }) =>
    weakSubcommands.test(subtype) ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
};

function alterTableMode(change: TableAction): LockMode {
  const read = weakerModes[change.kind] as ((change: TableAction) => LockMode) | undefined;
  return read?.(change) ?? 'ACCESS EXCLUSIVE';
}

/** Locks on other tables: those that foreign keys refer to, partitions and the default partition. */
function partnerLocks(table: Relation, change: TableAction, schema: Schema): readonly ExpectedLock[] {
  const other = () => schema.table(table)?.defaultPartition;
  const readers: ChangeReaders<readonly ExpectedLock[]> = {
    'add column': ({ column }) => referenced(column.constraints),
    'add constraint': ({ constraint }) => referenced([constraint]),
    'drop constraint': (dropped) => droppedReferences(table, ({ name }) => name === dropped.name, schema),
    'drop column': ({ column }) =>
      droppedReferences(table, ({ columns }) => columns.includes(column), schema),
    'validate constraint': ({ name }) =>
      referencesOf(table, (one) => one.name === name, schema).map((relation) => ({
        relation,
        mode: 'ROW SHARE',
      })),
    'attach partition': ({ partition, bound }) =>
      [partition, bound === 'default' ? undefined : other()].flatMap((one) =>
        one === undefined ? [] : [exclusively(one)],
      ),
    'detach partition': ({ partition }) =>
      [partition, other()].flatMap((one) => (one === undefined ? [] : [exclusively(one)])),
  };
  const read = readers[change.kind] as ((change: TableAction) => readonly ExpectedLock[]) | undefined;
  return read?.(change) ?? [];
}

function exclusively(relation: Relation): ExpectedLock {
  return { relation, mode: 'ACCESS EXCLUSIVE' };
}

function referenced(constraints: readonly ConstraintSpec[]): readonly ExpectedLock[] {
  return constraints.flatMap(({ reference }): readonly ExpectedLock[] =>
    reference ? [{ relation: reference.relation, mode: 'SHARE ROW EXCLUSIVE' }] : [],
  );
}

type KeyFilter = (constraint: Pick<ConstraintSpec, 'columns'> & { readonly name: string }) => boolean;

function referencesOf(table: Relation, isMeant: KeyFilter, schema: Schema): readonly Relation[] {
  const constraints = [...(schema.table(table)?.constraints.values() ?? [])].filter(isMeant);
  return constraints.flatMap(({ reference }) => (reference ? [reference.relation] : []));
}

function droppedReferences(table: Relation, isDropped: KeyFilter, schema: Schema): readonly ExpectedLock[] {
  return referencesOf(table, isDropped, schema).map(exclusively);
}

function createTableLocks(action: ActionOf<'create table'>, schema: Schema): readonly ExpectedLock[] {
  const { columns, constraints, partitionOf } = action;
  const parent = partitionOf === undefined ? undefined : schema.table(partitionOf);
  return [
    ...referenced([...constraints, ...columns.flatMap((column) => column.constraints)]),
    ...(partitionOf === undefined ? [] : [exclusively(partitionOf)]),
    ...(parent?.defaultPartition === undefined ? [] : [exclusively(parent.defaultPartition)]),
  ];
}

/** DROP TABLE also removes the triggers of its foreign keys from the tables that they refer to. */
function dropLocks({ relation }: ActionOf<'drop relation'>, schema: Schema): readonly ExpectedLock[] {
  const facts = schema.table(relation);
  const partners = droppedReferences(relation, () => true, schema);
  const parent = facts?.partitionOf;
  return [exclusively(relation), ...partners, ...(parent === undefined ? [] : [exclusively(parent)])];
}
