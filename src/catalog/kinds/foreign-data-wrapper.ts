import { catalogText } from '../../database/text-conversion.js';
import { listOf, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { initialOwnerSql, initialPrivilegesSql, isComparedObject } from '../kind/initial-privileges-sql.js';
import { defineKind } from '../kind/kind.js';
import { originSql } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { cannot } from '../kind/repair.js';
import { foreignOptionsSql } from './sql/foreign-options-sql.js';
import { alterOptions, createOptions, secretIsGone } from './statements/foreign-options.js';
import { objectRepair } from './statements/object-repair.js';

const address = {
  catalog: 'pg_foreign_data_wrapper',
  oid: 'w.oid',
  acl: 'w.fdwacl',
  kind: 'F',
  owner: 'w.fdwowner',
} as const;

const functionName = (column: string) =>
  `CASE WHEN o.origin IS NULL AND ${column} <> 0 THEN ${catalogText(`${column}::pg_catalog.regproc`)} END`;

const wrappers = `
SELECT ${catalogText('w.oid')} AS root, pg_catalog.quote_ident(w.fdwname) AS name,
  o.origin AS "part of", ${functionName('w.fdwhandler')} AS handler,
  ${functionName('w.fdwvalidator')} AS validator, ${foreignOptionsSql('w.fdwoptions')} AS options,
  ${roleSql('w.fdwowner')} AS owner,
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(address)} END AS "initial privileges",
  ${initialOwnerSql(address)} AS "initial owner",
  ${privilegesSql(address)} AS privileges
FROM pg_catalog.pg_foreign_data_wrapper AS w
  CROSS JOIN LATERAL (SELECT ${originSql(address)} AS origin) AS o
WHERE ${isComparedObject(address)}`;

const reader: Reader<'foreign-data wrapper', ObjectRow> = {
  kind: 'foreign-data wrapper',
  root: 'pg_foreign_data_wrapper',
  rootOid: 'w.oid',
  query: (scope) => `${wrappers} ${scope}`,
  toObject: objectFrom('foreign-data wrapper'),
};

const repair = objectRepair({
  kind: 'foreign-data wrapper',
  sql: 'FOREIGN DATA WRAPPER',
  privileges: { acl: 'F' },
  create: (object) => {
    const options = createOptions(listOf(object, 'options'));
    if (options === undefined) return cannot(secretIsGone);
    return [`CREATE FOREIGN DATA WRAPPER ${object.name}${functions(object)}${options};`];
  },
  alter: ({ from, to }) => {
    const options = alterOptions(listOf(from, 'options'), listOf(to, 'options'));
    if (options === undefined) return cannot(secretIsGone);
    return [`ALTER FOREIGN DATA WRAPPER ${to.name}${functions(to)}${options};`];
  },
});

function functions(object: CatalogObject): string {
  const handler = textOf(object, 'handler');
  const validator = textOf(object, 'validator');
  return `${clause('HANDLER', handler)}${clause('VALIDATOR', validator)}`;
}

function clause(keyword: string, name: string | undefined): string {
  return name === undefined ? ` NO ${keyword}` : ` ${keyword} ${name}`;
}

export const foreignDataWrapper = defineKind({
  kind: 'foreign-data wrapper',
  plural: 'foreign-data wrappers',
  scope: 'database',
  privileges: 'F',
  identity: 'name',
  rename: 'alone',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['server'],
  namingAttribute: 'wrapper',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [allRows('pg_foreign_data_wrapper')],
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
    'foreign-data wrapper': true;
  }
}
