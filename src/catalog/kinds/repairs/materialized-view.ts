import type { CatalogObject } from '../../model/object.js';
import type { AlterChange, Repair } from '../../kind/repair.js';
import { changeDependence } from './extension-dependence.js';
import { changeOwnership, createHeld, dropHeld } from './owner-and-privileges.js';
import { replicaIdentity } from './replica-identity.js';
import { changeParameters, withParameters } from './storage-parameters.js';

const held = { acl: 'r', alter: 'MATERIALIZED VIEW', on: 'TABLE' } as const;

function create(object: CatalogObject): string {
  const { attributes } = object;
  const method = attributes['access method'];
  return [
    `CREATE MATERIALIZED VIEW ${object.name}`,
    method === undefined ? '' : ` USING ${String(method)}`,
    withParameters(attributes.options),
    attributes.tablespace === undefined ? '' : ` TABLESPACE ${String(attributes.tablespace)}`,
    ` AS ${String(attributes.definition)}`,
    attributes.populated === undefined ? ';' : ' WITH NO DATA;',
  ].join('');
}

function alter({ from, to, attributes }: AlterChange): readonly string[] | undefined {
  if (['definition', 'access method'].some((name) => attributes.includes(name))) return undefined;
  const statement = `ALTER MATERIALIZED VIEW ${to.name}`;
  return [
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...(attributes.includes('tablespace')
      ? [`${statement} SET TABLESPACE ${String(to.attributes.tablespace ?? 'pg_default')};`]
      : []),
    ...changeOwnership({ from, to }, held),
    ...changeDependence(`MATERIALIZED VIEW ${to.name}`, from, to),
    ...(attributes.includes('populated') ? [refresh(to)] : []),
  ];
}

function refresh({ name, attributes }: CatalogObject): string {
  return `REFRESH MATERIALIZED VIEW ${name}${attributes.populated === undefined ? '' : ' WITH NO DATA'};`;
}

export const materializedView: Repair<'materialized view'> = {
  kind: 'materialized view',
  create: createHeld(held, (object) => [create(object)]),
  // An index of the view can be its identity.
  finish: (object) => [
    ...changeDependence(`MATERIALIZED VIEW ${object.name}`, undefined, object),
    ...(object.attributes['replica identity'] === undefined ? [] : replicaIdentity(object)),
  ],
  finishAltered: ({ to, attributes }) => (attributes.includes('replica identity') ? replicaIdentity(to) : []),
  drop: dropHeld(held, ({ name }) => `DROP MATERIALIZED VIEW ${name};`),
  alter,
};
