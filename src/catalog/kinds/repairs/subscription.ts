import { quoteLiteral } from '../../../database/quote.js';
import { listOf, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { cannot } from '../../kind/repair.js';
import { objectRepair } from './object-repair.js';

/** Attributes that are options of SET, with the values they have when they are absent. */
const options = new Map<string, readonly [option: string, usual: string]>([
  ['slot', ['slot_name', 'NONE']],
  ['synchronous commit', ['synchronous_commit', 'off']],
  ['binary', ['binary', 'false']],
  ['streaming', ['streaming', 'off']],
  ['two phase', ['two_phase', 'false']],
  ['disable on error', ['disable_on_error', 'false']],
  ['origin', ['origin', 'any']],
  ['password required', ['password_required', 'true']],
  ['run as owner', ['run_as_owner', 'false']],
  ['failover', ['failover', 'false']],
]);

/**
 * Subscriptions are made and dropped without reaching the publisher, so that the statements work in
 * a transaction; its replication slot is left to the reader.
 */
export const subscription = objectRepair({
  kind: 'subscription',
  sql: 'SUBSCRIPTION',
  create: (object) => {
    const connection = connectionOf(object);
    if (connection === undefined) return cannot(connectionIsGone);
    const given = [...options.keys()].filter((name) => textOf(object, name) !== undefined);
    return [
      `CREATE SUBSCRIPTION ${object.name} CONNECTION ${connection} PUBLICATION ${publications(object)} WITH (${['connect = false', ...given.map((name) => setting(object, name))].join(', ')});`,
      ...(textOf(object, 'enabled') === undefined ? [] : enable(object)),
    ];
  },
  drop: (object) => [
    ...(textOf(object, 'enabled') === undefined ? [] : [`ALTER SUBSCRIPTION ${object.name} DISABLE;`]),
    ...(textOf(object, 'slot') === 'none'
      ? []
      : [`ALTER SUBSCRIPTION ${object.name} SET (slot_name = NONE);`]),
    `DROP SUBSCRIPTION ${object.name};`,
  ],
  alter: ({ to, attributes }) => {
    if (attributes.includes('connection') && connectionOf(to) === undefined) return cannot(connectionIsGone);
    const changed = attributes.filter((name) => options.has(name));
    return [
      ...(changed.length === 0
        ? []
        : [`${alter(to)} SET (${changed.map((name) => setting(to, name)).join(', ')});`]),
      ...(attributes.includes('connection') ? [`${alter(to)} CONNECTION ${connectionOf(to) ?? ''};`] : []),
      ...(attributes.includes('publications')
        ? [`${alter(to)} SET PUBLICATION ${publications(to)} WITH (refresh = false);`]
        : []),
      ...(attributes.includes('enabled') ? enable(to) : []),
    ];
  },
});

const connectionIsGone = 'its connection holds a password, which is never read, or may not be read';

function alter({ name }: CatalogObject): string {
  return `ALTER SUBSCRIPTION ${name}`;
}

/** `undefined` where it holds a password, which is not read, or may not be read itself. */
function connectionOf(object: CatalogObject): string | undefined {
  const connection = textOf(object, 'connection');
  return connection === undefined || connection.includes('password=***')
    ? undefined
    : quoteLiteral(connection);
}

function publications(object: CatalogObject): string {
  return listOf(object, 'publications').join(', ');
}

function setting(object: CatalogObject, name: string): string {
  const [option, usual] = options.get(name) ?? [name, 'NONE'];
  const value = textOf(object, name) ?? usual;
  if (option !== 'slot_name')
    return `${option} = ${value === 'yes' ? 'true' : value === 'no' ? 'false' : value}`;
  return `slot_name = ${value === 'none' ? 'NONE' : quoteLiteral(value)}`;
}

function enable(object: CatalogObject): readonly string[] {
  return [`${alter(object)} ${textOf(object, 'enabled') === undefined ? 'DISABLE' : 'ENABLE'};`];
}
