import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/**
 * Only superusers may read `subconninfo`, and a query that names a column that it may not read
 * fails as a whole; so that column is read by a query of its own, made where it is allowed.
 * A password is not part of the result, but that there is one.
 */
const connection = `CASE WHEN pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')
    THEN pg_catalog.substring(pg_catalog.query_to_xml(pg_catalog.format(
      'SELECT pg_catalog.encode(pg_catalog.convert_to(pg_catalog.regexp_replace(subconninfo, %L, %L, %L), %L), %L) AS c
        FROM pg_catalog.pg_subscription WHERE oid = %s',
      'password\\s*=\\s*(''([^''\\\\]|\\\\.)*''|\\S+)', 'password=***', 'g', 'UTF8', 'hex', s.oid), false, true, '')::pg_catalog.text,
      '<c>([0-9a-f]*)</c>') END`;

const yes = (column: string) => `CASE WHEN ${column} THEN 'yes' END`;

/** `substream` is a boolean until PostgreSQL 15; its default changed in 18, so it is always told. */
function streaming(major: number): string {
  if (major < 16) return `CASE WHEN s.substream THEN 'on' ELSE 'off' END`;
  return `CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END`;
}

/** Options that came later, in the order of their versions. */
function laterOptions(major: number): string {
  const options: (readonly [number, string])[] = [
    [15, `CASE WHEN s.subtwophasestate <> 'd' THEN 'yes' END AS "two phase"`],
    [15, `${yes('s.subdisableonerr')} AS "disable on error"`],
    [16, `NULLIF(s.suborigin, 'any') AS origin`],
    [16, `CASE WHEN NOT s.subpasswordrequired THEN 'no' END AS "password required"`],
    [16, `${yes('s.subrunasowner')} AS "run as owner"`],
    [17, `${yes('s.subfailover')} AS failover`],
  ];
  return options.map(([since, sql]) => (major < since ? '' : `${sql}, `)).join('');
}

function subscriptions(major: number): string {
  return `
SELECT ${catalogText('s.oid')} AS root, pg_catalog.quote_ident(s.subname) AS name,
  pg_catalog.convert_from(pg_catalog.decode(${connection}, 'hex'), 'UTF8') AS connection,
  ARRAY(SELECT pg_catalog.quote_ident(p) COLLATE "C"
    FROM pg_catalog.unnest(s.subpublications) AS p ORDER BY 1) AS publications,
  ${yes('s.subenabled')} AS enabled, coalesce(s.subslotname, 'none') AS slot,
  NULLIF(s.subsynccommit, 'off') AS "synchronous commit", ${yes('s.subbinary')} AS binary,
  ${streaming(major)} AS streaming, ${laterOptions(major)}${roleSql('s.subowner')} AS owner
FROM pg_catalog.pg_subscription AS s
WHERE s.subdbid = (SELECT db.oid FROM pg_catalog.pg_database AS db
  WHERE db.datname = pg_catalog.current_database())`;
}

export const subscription: Reader<'subscription', ObjectRow> = {
  kind: 'subscription',
  root: 'pg_subscription',
  rootOid: 's.oid',
  query: (scope, { major }) => `${subscriptions(major)} ${scope}`,
  toObject: objectFrom('subscription'),
};
