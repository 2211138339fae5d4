import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/** Column lists and row filters exist since PostgreSQL 15. */
function tables(major: number): string {
  const details =
    major < 15
      ? ''
      : ` || coalesce(' (' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')', '')
      || coalesce(' WHERE (' || pg_catalog.pg_get_expr(r.prqual, r.prrelid) || ')', '')`;
  return `NULLIF(ARRAY(SELECT (${catalogText('r.prrelid::pg_catalog.regclass')}${details}) COLLATE "C"
    FROM pg_catalog.pg_publication_rel AS r WHERE r.prpubid = p.oid ORDER BY 1), '{}')`;
}

/** `TABLES IN SCHEMA`, since PostgreSQL 15. */
function schemas(major: number): string {
  if (major < 15) return 'NULL';
  return `NULLIF(ARRAY(SELECT pg_catalog.quote_ident(n.nspname) COLLATE "C"
    FROM pg_catalog.pg_publication_namespace AS s JOIN pg_catalog.pg_namespace AS n ON n.oid = s.pnnspid
    WHERE s.pnpubid = p.oid ORDER BY 1), '{}')`;
}

/** All four are published unless said otherwise. */
const operations = `CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)
    THEN pg_catalog.concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
      CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
      CASE WHEN p.pubtruncate THEN 'truncate' END) END`;

function publications(major: number): string {
  return `
SELECT ${catalogText('p.oid')} AS root, pg_catalog.quote_ident(p.pubname) AS name,
  CASE WHEN p.puballtables THEN 'yes' END AS "all tables",
  ${tables(major)} AS tables, ${schemas(major)} AS schemas, ${operations} AS operations,
  CASE WHEN p.pubviaroot THEN 'yes' END AS "via root",
  ${major < 18 ? 'NULL' : "CASE p.pubgencols WHEN 's' THEN 'stored' END"} AS "generated columns",
  ${roleSql('p.pubowner')} AS owner
FROM pg_catalog.pg_publication AS p
WHERE ${isUserObject({ catalog: 'pg_publication', oid: 'p.oid' })}`;
}

export const publication: Reader<'publication', ObjectRow> = {
  kind: 'publication',
  root: 'pg_publication',
  rootOid: 'p.oid',
  query: (scope, { major }) => `${publications(major)} ${scope}`,
  toObject: objectFrom('publication'),
};
