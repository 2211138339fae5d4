import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/** Entries are listed even where they equal a default: within a schema they come on top of it. They
 * are not privileges on the object itself, hence their name. */
const privileges = privilegesSql({ acl: 'd.defaclacl', kind: 'c', owner: 'd.defaclrole' });

const objects = `CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
    WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END`;

const defaultPrivilegeLists = `
SELECT ${catalogText('d.oid')} AS root,
  pg_catalog.concat('for role ', ${roleSql('d.defaclrole')},
    ' in schema ' || pg_catalog.quote_ident(n.nspname), ' on ', ${objects}) AS name,
  CASE WHEN n.oid IS NOT NULL THEN 'schema' END AS parent_kind,
  pg_catalog.quote_ident(n.nspname) AS parent_name,
  ${roleSql('d.defaclrole')} AS role, pg_catalog.quote_ident(n.nspname) AS schema, ${objects} AS objects,
  coalesce(${privileges}, '{}') AS grants
FROM pg_catalog.pg_default_acl AS d
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
WHERE (n.oid IS NULL OR ${isComparedSchema('n.nspname')})`;

export const defaultPrivileges: Reader<'default privileges', ObjectRow> = {
  kind: 'default privileges',
  root: 'pg_default_acl',
  rootOid: 'd.oid',
  query: (scope) => `${defaultPrivilegeLists} ${scope}`,
  toObject: objectFrom('default privileges'),
};
