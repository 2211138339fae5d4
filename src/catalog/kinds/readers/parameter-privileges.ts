import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { grantsToOthersSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/** The bootstrap superuser owns all parameters (`acldefault`), so that it needs no privileges of its own. */
const owner = '10';

/** A parameter of an extension has a dot in its name. */
const name = `(SELECT pg_catalog.string_agg(pg_catalog.quote_ident(part.name), '.' ORDER BY part.place)
    FROM pg_catalog.unnest(pg_catalog.string_to_array(p.parname, '.')) WITH ORDINALITY AS part (name, place))`;

/** Of the whole server, since PostgreSQL 15. */
const grants = `
SELECT ${catalogText('p.oid')} AS root, ${name} AS name,
  ${grantsToOthersSql('p.paracl', owner)} AS grants
FROM pg_catalog.pg_parameter_acl AS p
WHERE true`;

const nothing = `
SELECT ${catalogText('p.oid')} AS root, NULL::pg_catalog.text AS name
FROM (SELECT 0::pg_catalog.oid AS oid) AS p
WHERE false`;

export const parameterPrivileges: Reader<'parameter privileges', ObjectRow> = {
  kind: 'parameter privileges',
  root: 'pg_parameter_acl',
  rootOid: 'p.oid',
  query: (scope, { major }) => `${major < 15 ? nothing : grants} ${scope}`,
  toObject: objectFrom('parameter privileges'),
};
