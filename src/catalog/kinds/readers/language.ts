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

export const language: Reader<'language', ObjectRow> = {
  kind: 'language',
  root: 'pg_language',
  rootOid: 'l.oid',
  query: (scope) => `${languages} ${scope}`,
  toObject: objectFrom('language'),
};
