import { catalogText } from '../../database/text-conversion.js';
import { listOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { changePrivileges } from '../model/privileges.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { grantsToOthersSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';

/** The bootstrap superuser owns all parameters (`acldefault`), and so needs no privileges of its own. */
const ownerOid = '10';

/** The name of an extension's parameter contains a dot. */
const name = `(SELECT pg_catalog.string_agg(pg_catalog.quote_ident(part.name), '.' ORDER BY part.place)
    FROM pg_catalog.unnest(pg_catalog.string_to_array(p.parname, '.')) WITH ORDINALITY AS part (name, place))`;

/** Privileges on parameters, which are shared by the whole server, since PostgreSQL 15. */
const grants = `
SELECT ${catalogText('p.oid')} AS root, ${name} AS name,
  ${grantsToOthersSql('p.paracl', ownerOid)} AS grants
FROM pg_catalog.pg_parameter_acl AS p
WHERE true`;

const nothing = `
SELECT ${catalogText('p.oid')} AS root, NULL::pg_catalog.text AS name
FROM (SELECT 0::pg_catalog.oid AS oid) AS p
WHERE false`;

const reader: Reader<'parameter privileges', ObjectRow> = {
  kind: 'parameter privileges',
  root: 'pg_parameter_acl',
  rootOid: 'p.oid',
  query: (scope, { major }) => `${major < 15 ? nothing : grants} ${scope}`,
  toObject: objectFrom('parameter privileges'),
};

const repair: Repair<'parameter privileges'> = {
  kind: 'parameter privileges',
  create: (object) => change(object, [], listOf(object, 'grants')),
  drop: (object) => change(object, listOf(object, 'grants'), []),
  alter: ({ from, to }) => change(to, listOf(from, 'grants'), listOf(to, 'grants')),
};

/** The owner of parameters, the bootstrap superuser, is irrelevant. */
const owner = '';

function change({ name }: CatalogObject, from: readonly string[], to: readonly string[]): readonly string[] {
  return changePrivileges({
    acl: 'p',
    on: `PARAMETER ${name}`,
    from: { owner, privileges: from },
    to: { owner, privileges: to },
  });
}

export const parameterPrivileges = defineKind({
  kind: 'parameter privileges',
  plural: 'parameter privileges',
  scope: 'cluster',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_parameter_acl'), since: 15 }],
  sharedRows: { catalog: 'pg_parameter_acl', since: 15 },
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
    'parameter privileges': true;
  }
}
