import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { foreignOptionsSql } from './foreign-options-sql.js';

/** Through the view, which everybody may read; options that one may not see are NULL there. */
const userMappings = `
SELECT ${catalogText('u.umid')} AS root,
  m.who || ' on ' || pg_catalog.quote_ident(u.srvname) AS name,
  m.who AS "user", pg_catalog.quote_ident(u.srvname) AS server,
  ${foreignOptionsSql('u.umoptions')} AS options
FROM pg_catalog.pg_user_mappings AS u
  CROSS JOIN LATERAL (SELECT CASE WHEN u.umuser = 0 THEN 'PUBLIC'
    ELSE pg_catalog.quote_ident(u.usename) END AS who) AS m
WHERE true`;

export const userMapping: Reader<'user mapping', ObjectRow> = {
  kind: 'user mapping',
  root: 'pg_user_mapping',
  rootOid: 'u.umid',
  query: (scope) => `${userMappings} ${scope}`,
  toObject: objectFrom('user mapping'),
};
