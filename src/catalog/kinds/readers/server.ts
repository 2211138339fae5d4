import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { foreignOptionsSql } from './foreign-options-sql.js';

const acl = { acl: 's.srvacl', kind: 'S', owner: 's.srvowner' } as const;

const servers = `
SELECT ${catalogText('s.oid')} AS root, pg_catalog.quote_ident(s.srvname) AS name,
  s.srvtype AS type, s.srvversion AS version, pg_catalog.quote_ident(w.fdwname) AS wrapper,
  ${foreignOptionsSql('s.srvoptions')} AS options,
  ${roleSql('s.srvowner')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_foreign_server AS s
  JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
WHERE ${isUserObject({ catalog: 'pg_foreign_server', oid: 's.oid' })}`;

export const server: Reader<'server', ObjectRow> = {
  kind: 'server',
  root: 'pg_foreign_server',
  rootOid: 's.oid',
  query: (scope) => `${servers} ${scope}`,
  toObject: objectFrom('server'),
};
