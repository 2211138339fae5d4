import type { Action, ActionOf, TableAction } from '../actions/action.js';
import type { ColumnSpec, ConstraintSpec } from '../actions/table-parts.js';
import { constraintName } from './constraint-name.js';
import { bareName, type ColumnFacts, type Schema, type TableFacts } from './schema.js';

type Reader<K extends Action['kind']> = (action: ActionOf<K>, schema: Schema, step: number) => void;

/** How the actions change what is known about the schema; others change nothing that rules look at. */
const appliers: { readonly [K in Action['kind']]?: Reader<K> } = {
  'create table': createTable,
  'create view': ({ relation }, schema, step) => {
    schema.setTable({ ...unknownTable(relation), kind: 'view', createdBy: step });
  },
  'alter table': ({ relation, change }, schema) => {
    const before = schema.table(relation) ?? unknownTable(relation);
    const after = changeTable(before, change);
    if (after !== before) schema.setTable(after);
    applyToPartition(relation, change, schema);
  },
  'create index': createIndex,
  'drop index': ({ name }, schema) => {
    const table = schema.tableOfIndex(name);
    schema.setIndexTable(name, undefined);
    const facts = table === undefined ? undefined : schema.table(table);
    if (facts) schema.setTable({ ...facts, indexes: without(facts.indexes, name) });
  },
  'drop relation': ({ relation }, schema) => {
    schema.dropTable(relation);
  },
  'rename relation': renameRelation,
  'move relation': renameRelation,
  'create domain': ({ name, constrained }, schema) => {
    schema.setDomain(name, constrained ? 'some' : 'none');
  },
  'alter domain': ({ name, change }, schema) => {
    if (change === 'add constraint' || change === 'set not null') schema.setDomain(bareName(name), 'some');
  },
  'create schema': ({ name }, schema, step) => {
    if (name !== undefined) schema.createSchema(name, step);
  },
};

/** Applies an action of a step, by its number. */
export function applyAction(action: Action, schema: Schema, step: number): void {
  const apply = appliers[action.kind] as ((action: Action, schema: Schema, step: number) => void) | undefined;
  apply?.(action, schema, step);
}

function unknownTable(name: string): TableFacts {
  return {
    name,
    kind: 'table',
    createdBy: undefined,
    temporary: false,
    columnsKnown: false,
    columns: new Map(),
    constraints: new Map(),
    indexes: new Map(),
    partitions: [],
    defaultPartition: undefined,
    partitionOf: undefined,
  };
}

function createTable(action: ActionOf<'create table'>, schema: Schema, step: number): void {
  const { relation, ifNotExists, temporary, partitionOf, objectType, partitioned, complete } = action;
  if (ifNotExists && schema.table(relation)) return;
  const empty: TableFacts = {
    ...unknownTable(relation),
    kind: partitioned ? 'partitioned table' : objectType,
    createdBy: step,
    temporary,
    columnsKnown: complete,
    partitionOf,
  };
  const withColumns = action.columns.reduce(addColumn, empty);
  schema.setTable(action.constraints.reduce(addConstraint, withColumns));
  if (partitionOf === undefined) return;
  const parent = schema.table(partitionOf) ?? unknownTable(partitionOf);
  schema.setTable(withPartition(parent, relation, action.bound));
}

function withPartition(
  parent: TableFacts,
  partition: string,
  bound: 'default' | 'other' | undefined,
): TableFacts {
  return {
    ...parent,
    kind: 'partitioned table',
    partitions: [...parent.partitions, partition],
    defaultPartition: bound === 'default' ? partition : parent.defaultPartition,
  };
}

function changeTable(table: TableFacts, change: TableAction): TableFacts {
  switch (change.kind) {
    case 'add column':
      return change.ifNotExists && table.columns.has(change.column.name)
        ? table
        : addColumn(table, change.column);
    case 'drop column':
      return dropColumn(table, change.column);
    case 'change type':
      return changeColumn(table, change.column, ({ notNull }) => ({
        type: change.type,
        collation: change.collation,
        notNull,
      }));
    case 'set not null':
      return changeColumn(table, change.column, (column) => ({ ...column, notNull: true }));
    case 'drop not null':
      return dropNotNull(table, change.column);
    case 'add constraint':
      return addConstraint(table, change.constraint);
    case 'drop constraint':
      return {
        ...table,
        constraints: without(table.constraints, change.name),
        indexes: without(table.indexes, change.name),
      };
    case 'validate constraint':
      return validate(table, change.name);
    case 'attach partition':
      return withPartition(table, change.partition, change.bound);
    case 'detach partition':
      return detach(table, change.partition);
    case 'rename column':
      return renameColumn(table, change.column, change.to);
    case 'rename constraint':
      return renameConstraint(table, change.name, change.to);
    case 'drop default':
    case 'add identity':
    case 'set default':
    case 'set expression':
    case 'rewrite storage':
    case 'switch trigger':
    case 'other change':
      return table;
  }
}

function addColumn(table: TableFacts, column: ColumnSpec): TableFacts {
  const { type, collation, notNull, constraints } = column;
  const columns = new Map(table.columns).set(column.name, { type, collation, notNull });
  return constraints.reduce(addConstraint, { ...table, columns });
}

function dropColumn(table: TableFacts, column: string): TableFacts {
  const constraints = [...table.constraints].filter(([, { columns }]) => !columns.includes(column));
  const indexes = [...table.indexes].filter(([, { columns }]) => !columns.includes(column));
  return {
    ...table,
    columns: without(table.columns, column),
    constraints: new Map(constraints),
    indexes: new Map(indexes),
  };
}

function changeColumn(
  table: TableFacts,
  name: string,
  change: (column: ColumnFacts) => ColumnFacts,
): TableFacts {
  const column = table.columns.get(name);
  return column ? { ...table, columns: new Map(table.columns).set(name, change(column)) } : table;
}

function dropNotNull(table: TableFacts, column: string): TableFacts {
  const constraints = [...table.constraints].filter(
    ([, { kind, columns }]) => kind !== 'not null' || !columns.includes(column),
  );
  const changed = changeColumn(table, column, (facts) => ({ ...facts, notNull: false }));
  return { ...changed, constraints: new Map(constraints) };
}

function addConstraint(table: TableFacts, constraint: ConstraintSpec): TableFacts {
  const name = constraintName(table.name, constraint);
  const constraints = new Map(table.constraints).set(name, { ...constraint, name });
  const added = { ...table, constraints };
  if (constraint.kind === 'not null' && constraint.validation === 'checked')
    return constraint.columns.reduce<TableFacts>(
      (one, column) => changeColumn(one, column, (facts) => ({ ...facts, notNull: true })),
      added,
    );
  if (constraint.kind !== 'primary key' && constraint.kind !== 'unique') return added;
  const { columns, usingIndex } = constraint;
  const used = usingIndex === undefined ? undefined : table.indexes.get(usingIndex);
  const index = {
    name,
    unique: true,
    columns: used?.columns ?? columns,
    partial: false,
    concurrently: false,
  };
  const indexes = new Map(usingIndex === undefined ? table.indexes : without(table.indexes, usingIndex));
  const indexed = { ...added, indexes: indexes.set(name, index) };
  if (constraint.kind === 'unique') return indexed;
  return index.columns.reduce<TableFacts>(
    (one, column) => changeColumn(one, column, (facts) => ({ ...facts, notNull: true })),
    indexed,
  );
}

function validate(table: TableFacts, name: string): TableFacts {
  const constraint = table.constraints.get(name);
  if (!constraint) return table;
  return {
    ...table,
    constraints: new Map(table.constraints).set(name, { ...constraint, validation: 'checked' }),
  };
}

function detach(table: TableFacts, partition: string): TableFacts {
  return {
    ...table,
    partitions: table.partitions.filter((one) => one !== partition),
    defaultPartition: table.defaultPartition === partition ? undefined : table.defaultPartition,
  };
}

function renameColumn(table: TableFacts, from: string, to: string): TableFacts {
  const column = table.columns.get(from);
  if (!column) return table;
  const rename = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  return {
    ...table,
    columns: without(table.columns, from).set(to, column),
    constraints: mapValues(table.constraints, (one) => ({ ...one, columns: rename(one.columns) })),
    indexes: mapValues(table.indexes, (one) => ({ ...one, columns: rename(one.columns) })),
  };
}

function renameConstraint(table: TableFacts, from: string, to: string): TableFacts {
  const constraint = table.constraints.get(from);
  if (!constraint) return table;
  return { ...table, constraints: without(table.constraints, from).set(to, { ...constraint, name: to }) };
}

function applyToPartition(parent: string, change: TableAction, schema: Schema): void {
  if (change.kind !== 'attach partition' && change.kind !== 'detach partition') return;
  const facts = schema.table(change.partition);
  if (facts)
    schema.setTable({ ...facts, partitionOf: change.kind === 'attach partition' ? parent : undefined });
}

function createIndex({ relation, index, concurrently }: ActionOf<'create index'>, schema: Schema): void {
  const table = schema.table(relation) ?? unknownTable(relation);
  const name = index.name ?? `${bareName(relation)}_${index.columns.join('_')}_idx`;
  schema.setIndexTable(name, relation);
  const { unique, columns, partial } = index;
  const facts = { name, unique, columns, partial, concurrently };
  schema.setTable({ ...table, indexes: new Map(table.indexes).set(name, facts) });
}

function renameRelation(
  { relation, to }: ActionOf<'rename relation'> | ActionOf<'move relation'>,
  schema: Schema,
): void {
  const facts = schema.table(relation);
  schema.dropTable(relation);
  if (facts) schema.setTable({ ...facts, name: to });
}

function without<V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> {
  return new Map([...map].filter(([name]) => name !== key));
}

function mapValues<V>(map: ReadonlyMap<string, V>, change: (value: V) => V): Map<string, V> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
