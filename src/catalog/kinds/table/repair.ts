import { childrenIn } from '../../model/children.js';
import { type CatalogObject, keyOf, type Snapshot } from '../../model/object.js';
import {
  type AlterChange,
  cannot,
  isLimited,
  type Repair,
  type RepairContext,
  type RepairStatements,
} from '../../kind/repair.js';
import { grantsOfNewOwner } from '../column/new-column.js';
import { movesPartition, parentsOf, tableIn } from '../statements/family.js';
import {
  changeOwnership,
  createWithOwner,
  dropWithPrivileges,
  isForeignPart,
} from '../statements/owner-and-privileges.js';
import { replicaIdentity } from '../statements/replica-identity.js';
import { changeParameters } from '../statements/storage-parameters.js';
import { attachPartition, createTable, detachPartition, inheritsLater } from './new-table.js';

const held = { acl: 'r', alter: 'TABLE' } as const;

/** Attributes that only a new table can have. */
const fixed = ['partition by'];

function rowSecurity(name: string, attributes: CatalogObject['attributes']): readonly string[] {
  return [
    `ALTER TABLE ${name} ${attributes['row security'] === undefined ? 'DISABLE' : 'ENABLE'} ROW LEVEL SECURITY;`,
    `ALTER TABLE ${name} ${attributes['force row security'] === undefined ? 'NO FORCE' : 'FORCE'} ROW LEVEL SECURITY;`,
  ];
}

function alter(change: AlterChange): RepairStatements {
  const { from, to, attributes, context } = change;
  if (fixed.some((name) => attributes.includes(name)))
    return cannot('only a new table can have another partition key');
  if (attributes.includes('access method') && !canChangeMethod(change))
    return cannot('on this version of PostgreSQL only a new table can have another access method');
  const differs = (...names: readonly string[]): boolean => names.some((name) => attributes.includes(name));
  const statement = `ALTER TABLE ${to.name}`;
  return [
    ...(differs('of type') ? [`${statement} ${ofType(to)};`] : []),
    ...(differs('persistence')
      ? [`${statement} SET ${to.attributes.persistence === undefined ? 'LOGGED' : 'UNLOGGED'};`]
      : []),
    ...(differs('access method') ? [`${statement} SET ACCESS METHOD ${methodOf(to)};`] : []),
    ...(differs('tablespace')
      ? [`${statement} SET TABLESPACE ${String(to.attributes.tablespace ?? 'pg_default')};`]
      : []),
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...(differs('row security', 'force row security') ? changedRowSecurity(change) : []),
    ...changeOwnership({ from, to }, held),
    ...(differs('owner') ? grantsOfNewOwner({ to, context }) : []),
  ];
}

const isPartitioned = ({ attributes }: CatalogObject): boolean => attributes['partition by'] !== undefined;

/** PostgreSQL 15 added ALTER TABLE … SET ACCESS METHOD, 17 for partitioned tables. */
function canChangeMethod({ to, context }: AlterChange): boolean {
  return context.major >= (isPartitioned(to) ? 17 : 15);
}

function methodOf(table: CatalogObject): string {
  return String(table.attributes['access method'] ?? (isPartitioned(table) ? 'DEFAULT' : 'heap'));
}

function changedRowSecurity({ to, attributes }: AlterChange): readonly string[] {
  const [enable = '', force = ''] = rowSecurity(to.name, to.attributes);
  return [
    ...(attributes.includes('row security') ? [enable] : []),
    ...(attributes.includes('force row security') ? [force] : []),
  ];
}

/** Tables are detached from parents before anything is dropped, and attached after everything is created. */
function prepareAlter({ from, to }: AlterChange): readonly string[] {
  const gone = inheritedBy(from).filter((name) => !inheritedBy(to).includes(name));
  return [
    ...(movesPartition(from, to) ? detachPartition(from) : []),
    ...gone.map((name) => `ALTER TABLE ${to.name} NO INHERIT ${name};`),
  ];
}

function inheritedBy({ attributes: { inherits } }: CatalogObject): readonly string[] {
  return [inherits ?? []].flat();
}

function newParents({ from, to }: AlterChange): readonly string[] {
  return inheritedBy(to).filter((name) => !inheritedBy(from).includes(name));
}

/** Whether the parents end up in the wanted order, since INHERIT appends a parent to the list. */
function arrangesParents(change: AlterChange): boolean {
  const kept = inheritedBy(change.from).filter((name) => inheritedBy(change.to).includes(name));
  return [...kept, ...newParents(change)].join() === inheritedBy(change.to).join();
}

function ofType({ attributes }: CatalogObject): string {
  return attributes['of type'] === undefined ? 'NOT OF' : `OF ${String(attributes['of type'])}`;
}

/** Statements that require the table's indexes, or a complete parent. */
function finishAltered(change: AlterChange): readonly string[] {
  const { to, attributes } = change;
  return [
    ...newParents(change).map((name) => `ALTER TABLE ${to.name} INHERIT ${name};`),
    ...(attributes.includes('replica identity') ? replicaIdentity(to) : []),
    ...(movesPartition(change.from, to) ? attachPartition(to) : []),
  ];
}

/** A partition cannot be dropped while foreign keys refer to its table. */
export function detachReferenced(
  object: CatalogObject,
  { now, isDropped }: RepairContext,
): readonly string[] {
  const [parent] = object.attributes['partition of'] === undefined ? [] : parentsOf(object);
  if (parent === undefined || isDropped({ kind: 'table', name: parent })) return [];
  const above = [parent, ...ancestorsIn(now, parent)].map((name) => ` REFERENCES ${name}(`);
  const isReferenced = [...now.values()].some(
    ({ kind, attributes: { definition } }) =>
      kind === 'constraint' && above.some((text) => String(definition).includes(text)),
  );
  return isReferenced ? detachPartition(object) : [];
}

function ancestorsIn(snapshot: Snapshot, name: string): readonly string[] {
  return parentsOf(tableIn(snapshot, name)).flatMap((parent) => [parent, ...ancestorsIn(snapshot, parent)]);
}

/** Indexes of the parent that must remain without one of this partition; ATTACH would complete them. */
export function incompleteIndexes(
  { name, attributes }: CatalogObject,
  { now, wanted }: RepairContext,
): readonly CatalogObject[] {
  const parent = attributes['partition of'];
  if (parent === undefined || !movesPartition(tableIn(now, name), tableIn(wanted, name))) return [];
  const table = tableIn(wanted, String(parent));
  return (table ? childrenIn(wanted, table) : []).flatMap((one) => {
    const isIncomplete = one.kind === 'index' && one.attributes.valid !== undefined;
    return isIncomplete ? (now.get(keyOf(one)) ?? []) : [];
  });
}

export const repair: Repair<'table'> = {
  kind: 'table',
  create: (object, context) => {
    const created = createWithOwner(held, () => [createTable(object, context)])(object, context);
    if (isLimited(created) || isForeignPart(object)) return created;
    const attributes = Object.keys(object.attributes);
    return [...created, ...changedRowSecurity({ from: object, to: object, attributes, context })];
  },
  finish: (object, context) =>
    isForeignPart(object)
      ? []
      : [
          ...(inheritsLater(object, context)
            ? inheritedBy(object).map((name) => `ALTER TABLE ${object.name} INHERIT ${name};`)
            : []),
          ...(object.attributes['replica identity'] === undefined ? [] : replicaIdentity(object)),
          ...attachPartition(object),
        ],
  alsoRecreated: incompleteIndexes,
  prepareDrop: detachReferenced,
  drop: dropWithPrivileges(held, ({ name }) => `DROP TABLE ${name};`),
  prepareAlter,
  alter: (change) => {
    const way = alter(change);
    return isLimited(way) || arrangesParents(change)
      ? way
      : cannot('INHERIT adds a parent at the end of the list of parents', way);
  },
  finishAltered,
};
