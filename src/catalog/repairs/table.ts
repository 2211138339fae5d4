import type { AttributeValue, CatalogObject } from '../object.js';
import type { AlterChange, Repair } from '../repair.js';
import { localName } from '../qualified-name.js';
import { attachPartition, createTable, detachPartition } from './new-table.js';
import { changeHolding, giveAway, isForeignPart } from './owner-and-privileges.js';
import { changeParameters } from './storage-parameters.js';

const held = { acl: 'r', alter: 'TABLE' } as const;

/** What only a new table can have. */
const fixed = ['partition by', 'access method'];

function rowSecurity(name: string, attributes: CatalogObject['attributes']): readonly string[] {
  return [
    `ALTER TABLE ${name} ${attributes['row security'] === undefined ? 'DISABLE' : 'ENABLE'} ROW LEVEL SECURITY;`,
    `ALTER TABLE ${name} ${attributes['force row security'] === undefined ? 'NO FORCE' : 'FORCE'} ROW LEVEL SECURITY;`,
  ];
}

function replicaIdentity({ name, attributes }: CatalogObject): readonly string[] {
  const identity = attributes['replica identity'];
  if (identity === 'lost index') return [];
  return [`ALTER TABLE ${name} REPLICA IDENTITY ${identityWords(identity)};`];
}

function identityWords(identity: AttributeValue | undefined): string {
  if (identity === undefined) return 'DEFAULT';
  const [, index] = /^using index (.*)$/.exec(String(identity)) ?? [];
  return index === undefined ? String(identity).toUpperCase() : `USING INDEX ${localName(index)}`;
}

function alter(change: AlterChange): readonly string[] | 'impossible' | undefined {
  const { from, to, attributes } = change;
  if (fixed.some((name) => attributes.includes(name))) return 'impossible';
  const differs = (...names: readonly string[]): boolean => names.some((name) => attributes.includes(name));
  const statement = `ALTER TABLE ${to.name}`;
  return [
    ...(differs('partition of', 'partition bound', 'detach') ? detachPartition(from) : []),
    ...(differs('inherits') ? changeParents(change) : []),
    ...(differs('of type') ? [`${statement} ${ofType(to)};`] : []),
    ...(differs('persistence')
      ? [`${statement} SET ${to.attributes.persistence === undefined ? 'LOGGED' : 'UNLOGGED'};`]
      : []),
    ...(differs('tablespace')
      ? [`${statement} SET TABLESPACE ${String(to.attributes.tablespace ?? 'pg_default')};`]
      : []),
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...(differs('row security', 'force row security') ? changedRowSecurity(change) : []),
    ...changeHolding({ from, to }, held),
  ];
}

function changedRowSecurity({ to, attributes }: AlterChange): readonly string[] {
  const [enable = '', force = ''] = rowSecurity(to.name, to.attributes);
  return [
    ...(attributes.includes('row security') ? [enable] : []),
    ...(attributes.includes('force row security') ? [force] : []),
  ];
}

function changeParents({ from, to }: AlterChange): readonly string[] {
  const had = [from.attributes.inherits ?? []].flat();
  const wanted = [to.attributes.inherits ?? []].flat();
  return [
    ...had
      .filter((name) => !wanted.includes(name))
      .map((name) => `ALTER TABLE ${to.name} NO INHERIT ${name};`),
    ...wanted.filter((name) => !had.includes(name)).map((name) => `ALTER TABLE ${to.name} INHERIT ${name};`),
  ];
}

function ofType({ attributes }: CatalogObject): string {
  return attributes['of type'] === undefined ? 'NOT OF' : `OF ${String(attributes['of type'])}`;
}

/** What needs the table's indexes, or the parent with all of its own. */
function finishAltered({ to, attributes }: AlterChange): readonly string[] {
  return [
    ...(attributes.includes('replica identity') ? replicaIdentity(to) : []),
    ...(['partition of', 'partition bound'].some((name) => attributes.includes(name))
      ? attachPartition(to)
      : []),
  ];
}

export const table: Repair<'table'> = {
  kind: 'table',
  create: (object, context) => {
    const { attributes } = object;
    return [
      createTable(object, context),
      ...giveAway(object, held),
      ...changedRowSecurity({ from: object, to: object, attributes: Object.keys(attributes), context }),
    ];
  },
  finish: (object) => [
    ...(object.attributes['replica identity'] === undefined ? [] : replicaIdentity(object)),
    ...attachPartition(object),
  ],
  drop: (object) => (isForeignPart(object) ? undefined : [`DROP TABLE ${object.name};`]),
  alter,
  finishAltered,
};
