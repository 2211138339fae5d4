import { quoteLiteral } from '../../../database/quote.js';
import { textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { cannot, type Repair } from '../../kind/repair.js';
import { isForeignPart } from './owner-and-privileges.js';

/** Attributes that are on or off, with their keyword and the state they have when they are absent. */
const switches = new Map<string, readonly [keyword: string, usual: 'yes' | 'no']>([
  ['superuser', ['SUPERUSER', 'no']],
  ['inherit', ['INHERIT', 'yes']],
  ['create role', ['CREATEROLE', 'no']],
  ['create database', ['CREATEDB', 'no']],
  ['login', ['LOGIN', 'no']],
  ['replication', ['REPLICATION', 'no']],
  ['bypass row security', ['BYPASSRLS', 'no']],
]);

const passwordIsGone = 'its password is never read';

/** A password is never read, so a role that had one has no exact way back. */
export const role: Repair<'role'> = {
  kind: 'role',
  create: (object) => {
    if (isForeignPart(object)) return [alterSuperuser(object)];
    if (textOf(object, 'password') !== undefined) return cannot(passwordIsGone);
    const options = Object.keys(object.attributes).map((name) => option(object, name));
    return [`CREATE ROLE ${[object.name, ...options].join(' ')};`];
  },
  drop: (object) => [isForeignPart(object) ? alterSuperuser(asMade(object)) : `DROP ROLE ${object.name};`],
  alter: ({ to, attributes }) => {
    if (attributes.includes('password') && textOf(to, 'password') !== undefined)
      return cannot(passwordIsGone);
    return [`ALTER ROLE ${to.name} ${attributes.map((name) => option(to, name)).join(' ')};`];
  },
};

/** The bootstrap superuser is there at any time, and shows where it is not as initdb made it. */
function alterSuperuser(object: CatalogObject): string {
  const names = [...switches.keys(), 'connection limit', 'valid until'];
  return `ALTER ROLE ${object.name} ${names.map((name) => option(object, name)).join(' ')};`;
}

function asMade(object: CatalogObject): CatalogObject {
  return { ...object, attributes: Object.fromEntries([...switches.keys()].map((name) => [name, 'yes'])) };
}

function option(object: CatalogObject, name: string): string {
  const value = textOf(object, name);
  const known = switches.get(name);
  if (known) return `${(value ?? known[1]) === 'yes' ? '' : 'NO'}${known[0]}`;
  switch (name) {
    case 'connection limit':
      return `CONNECTION LIMIT ${value ?? '-1'}`;
    case 'valid until':
      return `VALID UNTIL ${quoteLiteral(value ?? 'infinity')}`;
    default:
      return 'PASSWORD NULL';
  }
}
