import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/** `asciiword: pg_catalog.simple, public.thesaurus`: token type and its dictionaries in order. */
const mappings = `NULLIF(ARRAY(
    SELECT (k.alias || ': ' || m.dictionaries) COLLATE "C"
    FROM (SELECT x.maptokentype, pg_catalog.string_agg(
          pg_catalog.format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY x.mapseqno) AS dictionaries
        FROM pg_catalog.pg_ts_config_map AS x
          JOIN pg_catalog.pg_ts_dict AS d ON d.oid = x.mapdict
          JOIN pg_catalog.pg_namespace AS dn ON dn.oid = d.dictnamespace
        WHERE x.mapcfg = c.oid GROUP BY x.maptokentype) AS m
      JOIN pg_catalog.ts_token_type(c.cfgparser) AS k ON k.tokid = m.maptokentype
    ORDER BY 1), '{}')`;

const configurations = `
SELECT ${catalogText('c.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, c.cfgname) AS name,
  pg_catalog.format('%I.%I', pn.nspname, p.prsname) AS parser, ${mappings} AS mappings,
  ${roleSql('c.cfgowner')} AS owner
FROM pg_catalog.pg_ts_config AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.cfgnamespace
  JOIN pg_catalog.pg_ts_parser AS p ON p.oid = c.cfgparser
  JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.prsnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_config', oid: 'c.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const textSearchConfiguration: Reader<'text search configuration', ObjectRow> = {
  kind: 'text search configuration',
  root: 'pg_ts_config',
  rootOid: 'c.oid',
  query: (scope) => `${configurations} ${scope}`,
  toObject: objectFrom('text search configuration'),
};
