import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject, originSql } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { hasChangedPrivileges, privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

const address = { catalog: 'pg_namespace', oid: 'n.oid' } as const;
const acl = { acl: 'n.nspacl', kind: 'n', owner: 'n.nspowner' } as const;

/** `public` is made by initdb, yet people drop it, grant on it and give it away. */
const schemas = `
SELECT ${catalogText('n.oid')} AS root, pg_catalog.quote_ident(n.nspname) AS name,
  CASE WHEN n.nspname <> 'public' THEN ${originSql(address)} END AS "part of",
  ${roleSql('n.nspowner')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_namespace AS n
WHERE ${isComparedSchema('n.nspname')} AND (n.nspname = 'public'
  OR ${isUserObject(address)} OR ${hasChangedPrivileges({ ...address, ...acl })})`;

export const schema: Reader<'schema', ObjectRow> = {
  kind: 'schema',
  root: 'pg_namespace',
  rootOid: 'n.oid',
  query: (scope) => `${schemas} ${scope}`,
  toObject: objectFrom('schema'),
};
