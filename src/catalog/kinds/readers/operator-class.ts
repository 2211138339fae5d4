import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { membersSql } from './operator-members-sql.js';

const classes = `
SELECT ${catalogText('c.oid')} AS root,
  pg_catalog.format('%I.%I USING %I', n.nspname, c.opcname, am.amname) AS name,
  'operator family' AS parent_kind, f.name AS parent_name, f.name AS family,
  CASE WHEN c.opcdefault THEN 'yes' END AS "default",
  pg_catalog.format_type(c.opcintype, NULL) AS type,
  CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS storage,
  ${membersSql({ family: 'c.opcfamily', owner: { catalog: 'pg_opclass', oid: 'c.oid' } })} AS members,
  ${roleSql('c.opcowner')} AS owner
FROM pg_catalog.pg_opclass AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.opcnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = c.opcmethod
  CROSS JOIN LATERAL (
    SELECT pg_catalog.format('%I.%I USING %I', fn.nspname, x.opfname, am.amname) AS name
    FROM pg_catalog.pg_opfamily AS x JOIN pg_catalog.pg_namespace AS fn ON fn.oid = x.opfnamespace
    WHERE x.oid = c.opcfamily) AS f
WHERE ${isUserObject({ catalog: 'pg_opclass', oid: 'c.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const operatorClass: Reader<'operator class', ObjectRow> = {
  kind: 'operator class',
  root: 'pg_opclass',
  rootOid: 'c.oid',
  query: (scope) => `${classes} ${scope}`,
  toObject: objectFrom('operator class'),
};
