import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { nameHash, ofUsers, privateHash } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { firstUserOid } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { cannot, type Repair } from '../kind/repair.js';
import { isForeignPart } from './statements/owner-and-privileges.js';

const yes = (column: string) => `CASE WHEN ${column} THEN 'yes' END`;

/**
 * Roles that have a password, as text with their OIDs between commas. Only superusers may read `pg_authid`,
 * and a query that names it fails as a whole for other roles; so a nested query is run where it is allowed.
 * The password itself is not compared: it is a salted digest, which differs for equal passwords.
 */
const rolesWithPassword = `CASE WHEN pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')
    THEN pg_catalog.query_to_xml('SELECT pg_catalog.string_agg(pg_catalog.concat(oid), '','') || '',''
      AS roles FROM pg_catalog.pg_authid WHERE rolpassword IS NOT NULL', false, true, '')::pg_catalog.text END`;

/** The bootstrap superuser as initdb creates it; other predefined roles cannot be altered. */
const isUnchangedSuperuser = `(r.rolsuper AND r.rolinherit AND r.rolcreaterole AND r.rolcreatedb AND r.rolcanlogin
    AND r.rolreplication AND r.rolbypassrls AND r.rolconnlimit = -1
    AND coalesce(r.rolvaliduntil, 'infinity') = 'infinity')`;

const roles = `
SELECT ${catalogText('r.oid')} AS root, pg_catalog.quote_ident(r.rolname) AS name,
  CASE WHEN r.oid = 10 THEN 'built in' END AS "part of",
  ${yes('r.rolsuper')} AS superuser, CASE WHEN NOT r.rolinherit THEN 'no' END AS inherit,
  ${yes('r.rolcreaterole')} AS "create role", ${yes('r.rolcreatedb')} AS "create database",
  ${yes('r.rolcanlogin')} AS login, ${yes('r.rolreplication')} AS replication,
  ${yes('r.rolbypassrls')} AS "bypass row security",
  CASE WHEN r.rolconnlimit <> -1 THEN ${catalogText('r.rolconnlimit')} END AS "connection limit",
  ${catalogText("NULLIF(r.rolvaliduntil, 'infinity')")} AS "valid until",
  CASE WHEN r.oid <> 10 AND p.roles ~ ('[>,]' || ${catalogText('r.oid')} || ',') THEN 'set' END AS password
FROM pg_catalog.pg_roles AS r
  CROSS JOIN (SELECT ${rolesWithPassword} AS roles) AS p
WHERE (r.oid >= ${firstUserOid} OR (r.oid = 10 AND NOT ${isUnchangedSuperuser}))`;

const reader: Reader<'role', ObjectRow> = {
  kind: 'role',
  root: 'pg_authid',
  rootOid: 'r.oid',
  query: (scope) => `${roles} ${scope}`,
  toObject: objectFrom('role'),
};

/** Boolean attributes, with their keyword and their default. */
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

/** A password is never read, so a role that had one cannot be restored exactly. */
const repair: Repair<'role'> = {
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

/**
 * The bootstrap superuser always exists, and is read where its attributes differ from those that initdb sets.
 */
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

export const role = defineKind({
  kind: 'role',
  plural: 'roles',
  scope: 'cluster',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'objects',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['role membership', 'parameter privileges', 'policy', 'default privileges', 'user mapping'],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'last',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'given',
  fingerprint: [
    {
      catalog: 'pg_roles',
      root: 'pg_authid',
      rootOid: 'm.oid',
      value: privateHash('pg_authid'),
      where: `${ofUsers('m.oid')} OR m.oid = 10`,
    },
    // Other objects print its name without an entry in pg_depend.
    {
      catalog: 'pg_roles names',
      root: 'pg_authid',
      rootOid: 'm.oid',
      value: nameHash('rolname'),
      wide: 'changed',
    },
  ],
  sharedRows: { catalog: 'pg_authid', view: 'pg_roles', name: 'm.rolname' },
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    role: true;
  }
}
