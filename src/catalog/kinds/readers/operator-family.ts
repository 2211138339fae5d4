import { catalogText } from '../../../database/text-conversion.js';
import { firstUserOid, isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { isLooseMember, membersSql } from './operator-members-sql.js';

const family = { catalog: 'pg_opfamily', oid: 'f.oid' } as const;

/** People add operators of their own types to built-in families; such a family is read for these. */
const hasMembersOfUsers = `(f.oid < ${firstUserOid} AND (
    EXISTS (SELECT FROM pg_catalog.pg_amop AS ao
      WHERE ao.amopfamily = f.oid AND ${isLooseMember('pg_amop', 'ao.oid')})
    OR EXISTS (SELECT FROM pg_catalog.pg_amproc AS ap
      WHERE ap.amprocfamily = f.oid AND ${isLooseMember('pg_amproc', 'ap.oid')})))`;

/** Members of its classes belong to those. */
const families = `
SELECT ${catalogText('f.oid')} AS root,
  pg_catalog.format('%I.%I USING %I', n.nspname, f.opfname, am.amname) AS name,
  CASE WHEN f.oid < ${firstUserOid} THEN 'built in' END AS "part of",
  ${membersSql({ family: 'f.oid', owner: family })} AS members,
  ${roleSql('f.opfowner')} AS owner
FROM pg_catalog.pg_opfamily AS f
  JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = f.opfmethod
WHERE (${isUserObject(family)} OR ${hasMembersOfUsers}) AND ${isComparedSchema('n.nspname')}`;

export const operatorFamily: Reader<'operator family', ObjectRow> = {
  kind: 'operator family',
  root: 'pg_opfamily',
  rootOid: 'f.oid',
  query: (scope) => `${families} ${scope}`,
  toObject: objectFrom('operator family'),
};
