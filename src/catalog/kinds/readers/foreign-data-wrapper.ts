import { catalogText } from '../../../database/text-conversion.js';
import {
  initialOwnerSql,
  initialPrivilegesSql,
  isComparedObject,
} from '../../kind/initial-privileges-sql.js';
import { originSql } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { foreignOptionsSql } from './foreign-options-sql.js';

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

export const foreignDataWrapper: Reader<'foreign-data wrapper', ObjectRow> = {
  kind: 'foreign-data wrapper',
  root: 'pg_foreign_data_wrapper',
  rootOid: 'w.oid',
  query: (scope) => `${wrappers} ${scope}`,
  toObject: objectFrom('foreign-data wrapper'),
};
