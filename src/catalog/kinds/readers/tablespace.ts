import { catalogText } from '../../../database/text-conversion.js';
import { firstUserOid } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { settableOptionsSql } from '../../kind/options-sql.js';
import { privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

const acl = { acl: 't.spcacl', kind: 't', owner: 't.spcowner' } as const;

const tablespaces = `
SELECT ${catalogText('t.oid')} AS root, pg_catalog.quote_ident(t.spcname) AS name,
  NULLIF(pg_catalog.pg_tablespace_location(t.oid), '') AS location,
  ${settableOptionsSql({ options: 't.spcoptions', holder: 'tablespace' })} AS options,
  ${roleSql('t.spcowner')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_tablespace AS t
WHERE t.oid >= ${firstUserOid}`;

export const tablespace: Reader<'tablespace', ObjectRow> = {
  kind: 'tablespace',
  root: 'pg_tablespace',
  rootOid: 't.oid',
  query: (scope) => `${tablespaces} ${scope}`,
  toObject: objectFrom('tablespace'),
};
