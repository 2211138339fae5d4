import type { Node } from 'libpg-query';
import { fieldsOf, findAll, lastName, tagOf, type FieldsOf, type NodeTag } from '../../sql-text/nodes.js';
import type { Action, Relation } from './action.js';
import { readAlterTable } from './alter-table.js';
import { readDrop } from './drop.js';
import type { NameResolver } from './name-resolver.js';
import { readRenaming, readSetSchema } from './renaming.js';
import { readRows, relationsIn } from './rows.js';
import { readConstraint, readColumn, textsOf } from './table-parts.js';

type Readers = {
  readonly [T in NodeTag]?: (fields: FieldsOf<T>, resolve: NameResolver) => readonly Action[];
};

/** One reader for each statement that rules know. */
const readers: Readers = {
  AlterTableStmt: readAlterTable,
  CreateStmt: readCreateTable,
  CreateTableAsStmt: ({ into, objtype, if_not_exists: ifNotExists = false, query }, resolve) => [
    ...tableFrom(into, resolve, objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table').map(
      (action) => ({
        ...action,
        ifNotExists,
      }),
    ),
    { kind: 'query', reads: relationsIn(query, resolve) },
  ],
  ViewStmt: ({ view }, resolve) => (view ? [{ kind: 'create view', relation: resolve.created(view) }] : []),
  IndexStmt: readCreateIndex,
  DropStmt: readDrop,
  DropdbStmt: ({ dbname = '' }) => [{ kind: 'drop database', name: dbname }],
  ReindexStmt: readReindex,
  RenameStmt: readRenaming,
  AlterObjectSchemaStmt: readSetSchema,
  TruncateStmt: ({ relations, behavior }, resolve) => [
    { kind: 'truncate', relations: rangesIn(relations, resolve), cascade: behavior === 'DROP_CASCADE' },
  ],
  InsertStmt: readRows,
  UpdateStmt: readRows,
  DeleteStmt: readRows,
  MergeStmt: readRows,
  SelectStmt: readQuery,
  CreateTrigStmt: ({ relation, trigname = '' }, resolve) =>
    relation ? [{ kind: 'create trigger', relation: resolve.relation(relation), name: trigname }] : [],
  RefreshMatViewStmt: ({ relation, concurrent = false, skipData = false }, resolve) =>
    relation
      ? [
          {
            kind: 'refresh',
            relation: resolve.relation(relation),
            concurrently: concurrent,
            withData: !skipData,
          },
        ]
      : [],
  CreateEnumStmt: ({ typeName }) => [{ kind: 'create enum', name: lastName(typeName) }],
  AlterEnumStmt: readAlterEnum,
  CreateDomainStmt: ({ domainname, constraints = [] }) => [
    {
      kind: 'create domain',
      name: lastName(domainname),
      constrained: findAll(constraints, 'Constraint').some(({ contype }) =>
        /CHECK|NOTNULL/.test(contype ?? ''),
      ),
    },
  ],
  AlterDomainStmt: readAlterDomain,
  VacuumStmt: readVacuum,
  ClusterStmt: ({ relation }, resolve) => [
    { kind: 'cluster', relations: relation ? [resolve.relation(relation)] : [] },
  ],
  LockStmt: ({ relations, mode = 0 }, resolve) => [
    { kind: 'lock table', relations: rangesIn(relations, resolve), mode },
  ],
  TransactionStmt: readTransaction,
  VariableSetStmt: ({ name = '', args, is_local: local = false, kind }) => [
    {
      kind: 'set',
      name: name.toLowerCase(),
      value: kind === 'VAR_SET_VALUE' ? constantIn(args) : undefined,
      local,
    },
  ],
  CreateSchemaStmt: ({ schemaname }) => [{ kind: 'create schema', name: schemaname }],
  CreateFunctionStmt: ({ funcname }) => [{ kind: 'create function', name: lastName(funcname) }],
  CallStmt: ({ funccall }) => [{ kind: 'call', functions: [lastName(funccall?.funcname)] }],
};

type Reader = (fields: unknown, resolve: NameResolver) => readonly Action[];

/** What a statement does; a statement that no rule knows is one action `other`. */
export function readActions(node: Node, resolve: NameResolver): readonly Action[] {
  const tag = tagOf(node);
  const read = readers[tag] as Reader | undefined;
  const fields = (node as unknown as Readonly<Record<string, unknown>>)[tag];
  const actions = read ? read(fields, resolve) : [];
  return actions.length > 0 ? actions : [{ kind: 'other', tag }];
}

function readCreateTable(create: FieldsOf<'CreateStmt'>, resolve: NameResolver): readonly Action[] {
  const { relation, tableElts = [], inhRelations = [], partbound, partspec, ofTypename } = create;
  if (!relation) return [];
  const inherited = rangesIn(inhRelations, resolve);
  return [
    {
      kind: 'create table',
      relation: resolve.created(relation),
      temporary: relation.relpersistence === 't',
      ifNotExists: create.if_not_exists ?? false,
      columns: tableElts.flatMap((one) => {
        const column = fieldsOf(one, 'ColumnDef');
        return column ? [readColumn(column, resolve)] : [];
      }),
      constraints: tableElts.flatMap((one) => {
        const constraint = fieldsOf(one, 'Constraint');
        return (constraint && readConstraint(constraint, resolve)) ?? [];
      }),
      partitionOf: partbound ? inherited[0] : undefined,
      bound: partbound && (partbound.is_default ? 'default' : 'other'),
      partitioned: partspec !== undefined,
      complete:
        inherited.length === 0 && !ofTypename && !tableElts.some((one) => fieldsOf(one, 'TableLikeClause')),
      objectType: 'table',
    },
  ];
}

function tableFrom(
  into: FieldsOf<'IntoClause'> | undefined,
  resolve: NameResolver,
  objectType: 'table' | 'materialized view',
) {
  if (!into?.rel) return [];
  return [
    {
      kind: 'create table',
      relation: resolve.created(into.rel),
      temporary: into.rel.relpersistence === 't',
      ifNotExists: false,
      columns: [],
      constraints: [],
      partitionOf: undefined,
      bound: undefined,
      partitioned: false,
      complete: false,
      objectType,
    },
  ] as const;
}

function readQuery(query: FieldsOf<'SelectStmt'>, resolve: NameResolver): readonly Action[] {
  const functions = findAll(query, 'FuncCall').map(({ funcname }) => lastName(funcname));
  return [
    ...tableFrom(query.intoClause, resolve, 'table'),
    ...settingsIn(query),
    ...(functions.length > 0 ? [{ kind: 'call', functions } as const] : []),
    { kind: 'query', reads: relationsIn(query, resolve) },
  ];
}

/** `SELECT set_config('lock_timeout', '2s', true)` */
function settingsIn(query: FieldsOf<'SelectStmt'>): readonly Action[] {
  return findAll(query, 'FuncCall')
    .filter(({ funcname }) => lastName(funcname) === 'set_config')
    .map(({ args = [] }) => ({
      kind: 'set',
      name: (constantIn(args.slice(0, 1)) ?? '').toLowerCase(),
      value: constantIn(args.slice(1, 2)),
      local: findAll(args[2], 'A_Const').some(({ boolval }) => boolval?.boolval === true),
    }));
}

function readCreateIndex(create: FieldsOf<'IndexStmt'>, resolve: NameResolver): readonly Action[] {
  const { relation, idxname, indexParams = [], concurrent = false } = create;
  if (!relation) return [];
  const keys = indexParams.flatMap((one) => fieldsOf(one, 'IndexElem') ?? []);
  const expression = keys.findIndex(({ name }) => name === undefined);
  const plain = expression < 0 ? keys : keys.slice(0, expression);
  return [
    {
      kind: 'create index',
      relation: resolve.relation(relation),
      index: {
        name: idxname,
        unique: create.unique ?? false,
        columns: plain.flatMap(({ name }) => name ?? []),
        partial: create.whereClause !== undefined,
      },
      concurrently: concurrent,
      ifNotExists: create.if_not_exists ?? false,
      only: !relation.inh,
    },
  ];
}

function readReindex(
  { kind, relation, params = [], name }: FieldsOf<'ReindexStmt'>,
  resolve: NameResolver,
): readonly Action[] {
  const isIndex = kind === 'REINDEX_OBJECT_INDEX';
  return [
    {
      kind: 'reindex',
      relation: relation && !isIndex ? resolve.relation(relation) : undefined,
      index: isIndex ? relation?.relname : name,
      concurrently: findAll(params, 'DefElem').some(({ defname }) => defname === 'concurrently'),
    },
  ];
}

function readAlterEnum(alter: FieldsOf<'AlterEnumStmt'>): readonly Action[] {
  const { typeName, oldVal, newVal = '', newValNeighbor } = alter;
  const type = lastName(typeName);
  if (oldVal !== undefined)
    return [{ kind: 'rename object', objectType: 'enum value', name: `${type}.${oldVal}`, to: newVal }];
  return [{ kind: 'add enum value', type, value: newVal, placed: newValNeighbor !== undefined }];
}

const domainChanges: Readonly<Record<string, 'add constraint' | 'set not null' | 'validate'>> = {
  C: 'add constraint',
  O: 'set not null',
  V: 'validate',
};

function readAlterDomain({ typeName, subtype = '', def }: FieldsOf<'AlterDomainStmt'>): readonly Action[] {
  return [
    {
      kind: 'alter domain',
      name: textsOf(typeName).join('.'),
      change: domainChanges[subtype] ?? 'other',
      notValid: (def && fieldsOf(def, 'Constraint')?.skip_validation) ?? false,
    },
  ];
}

function readVacuum(
  { options = [], rels = [] }: FieldsOf<'VacuumStmt'>,
  resolve: NameResolver,
): readonly Action[] {
  if (!findAll(options, 'DefElem').some(({ defname }) => defname === 'full')) return [];
  const relations = rels.flatMap((one) => fieldsOf(one, 'VacuumRelation')?.relation ?? []);
  return [{ kind: 'vacuum full', relations: relations.map((one) => resolve.relation(one)) }];
}

const transactionVerbs: Readonly<Record<string, 'begin' | 'commit' | 'rollback'>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
};

function readTransaction({ kind = 'TRANS_STMT_BEGIN' }: FieldsOf<'TransactionStmt'>): readonly Action[] {
  return [{ kind: 'transaction', verb: transactionVerbs[kind] ?? 'other' }];
}

function rangesIn(nodes: readonly Node[] | undefined, resolve: NameResolver): readonly Relation[] {
  return (nodes ?? []).flatMap((one) => {
    const range = fieldsOf(one, 'RangeVar');
    return range ? [resolve.relation(range)] : [];
  });
}

/** The value of a constant as text: of a string, a number, or a word as in `SET lock_timeout TO off`. */
function constantIn(nodes: readonly Node[] | undefined): string | undefined {
  const [constant] = findAll(nodes, 'A_Const');
  if (!constant) return undefined;
  return (
    constant.sval?.sval ?? constant.fval?.fval ?? (constant.ival ? `${constant.ival.ival ?? 0}` : undefined)
  );
}
