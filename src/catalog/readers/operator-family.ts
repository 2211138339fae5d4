import { catalogText } from '../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../membership-sql.js';
import { objectFrom, type ObjectRow } from '../object-row.js';
import { roleSql } from '../privileges-sql.js';
import type { Reader } from '../reader.js';
import { membersSql } from './operator-members-sql.js';

/** Members of its classes belong to those. */
const families = `
SELECT ${catalogText('f.oid')} AS root,
  pg_catalog.format('%I.%I USING %I', n.nspname, f.opfname, am.amname) AS name,
  ${membersSql({ family: 'f.oid', owner: { catalog: 'pg_opfamily', oid: 'f.oid' } })} AS members,
  ${roleSql('f.opfowner')} AS owner
FROM pg_catalog.pg_opfamily AS f
  JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = f.opfmethod
WHERE ${isUserObject({ catalog: 'pg_opfamily', oid: 'f.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const operatorFamily: Reader<'operator family', ObjectRow> = {
  kind: 'operator family',
  root: 'pg_opfamily',
  rootOid: 'f.oid',
  query: (scope) => `${families} ${scope}`,
  toObject: objectFrom('operator family'),
};
