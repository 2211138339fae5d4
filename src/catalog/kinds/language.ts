import { catalogText } from '../../database/text-conversion.js';
import { textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { initialOwnerSql, initialPrivilegesSql, isComparedObject } from '../kind/initial-privileges-sql.js';
import { defineKind } from '../kind/kind.js';
import { originSql } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const address = {
  catalog: 'pg_language',
  oid: 'l.oid',
  acl: 'l.lanacl',
  kind: 'l',
  owner: 'l.lanowner',
} as const;

const functionName = (column: string) =>
  `CASE WHEN o.origin IS NULL AND ${column} <> 0 THEN ${catalogText(`${column}::pg_catalog.regproc`)} END`;

const languages = `
SELECT ${catalogText('l.oid')} AS root, pg_catalog.quote_ident(l.lanname) AS name,
  o.origin AS "part of",
  CASE WHEN o.origin IS NULL AND l.lanpltrusted THEN 'yes' END AS trusted,
  ${functionName('l.lanplcallfoid')} AS handler, ${functionName('l.laninline')} AS inline,
  ${functionName('l.lanvalidator')} AS validator,
  ${roleSql('l.lanowner')} AS owner,
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(address)} END AS "initial privileges",
  ${initialOwnerSql(address)} AS "initial owner",
  ${privilegesSql(address)} AS privileges
FROM pg_catalog.pg_language AS l
  CROSS JOIN LATERAL (SELECT ${originSql(address)} AS origin) AS o
WHERE ${isComparedObject(address)}`;

const reader: Reader<'language', ObjectRow> = {
  kind: 'language',
  root: 'pg_language',
  rootOid: 'l.oid',
  query: (scope) => `${languages} ${scope}`,
  toObject: objectFrom('language'),
};

const repair = objectRepair({
  kind: 'language',
  sql: 'LANGUAGE',
  privileges: { acl: 'l' },
  create: (object) => [create(object, 'CREATE')],
  alter: ({ to }) => [create(to, 'CREATE OR REPLACE')],
});

function create(object: CatalogObject, verb: string): string {
  const trusted = textOf(object, 'trusted') === undefined ? '' : ' TRUSTED';
  const functions = ['handler', 'inline', 'validator'].map((name) => {
    const value = textOf(object, name);
    return value === undefined ? '' : ` ${name.toUpperCase()} ${value}`;
  });
  return `${verb}${trusted} LANGUAGE ${object.name}${functions.join('')};`;
}

export const language = defineKind({
  kind: 'language',
  plural: 'languages',
  scope: 'database',
  privileges: 'l',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['function', 'procedure', 'transform'],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [allRows('pg_language')],
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
    language: true;
  }
}
