import { ownSchemaList } from '../../../database/own-schema.js';
import { catalogText } from '../../../database/text-conversion.js';
import { currentDatabase } from './current-database-sql.js';
import { castName, operatorName, routineName } from './signature-sql.js';

/** `pg_identify_object` distinguishes columns by the kind of their relation; here they are one kind. */
const kind = `CASE
    WHEN i.type LIKE '% column' THEN 'column'
    WHEN i.type LIKE '% constraint' THEN 'constraint'
    WHEN i.type = 'statistics object' THEN 'statistics'
    WHEN i.type = 'type' AND EXISTS (SELECT FROM pg_catalog.pg_type AS t
      WHERE t.oid = d.objoid AND t.typtype = 'd') THEN 'domain'
    ELSE i.type END`;

/** Some names are printed differently from SQL and from the readers. */
const name = `CASE i.type
    WHEN 'domain constraint' THEN (
      SELECT pg_catalog.quote_ident(c.conname) || ' on domain ' || pg_catalog.format_type(c.contypid, NULL)
      FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objoid)
    WHEN 'transform' THEN (
      SELECT pg_catalog.format('for %s language %I', pg_catalog.format_type(t.trftype, NULL), l.lanname)
      FROM pg_catalog.pg_transform AS t JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
      WHERE t.oid = d.objoid)
    WHEN 'cast' THEN (SELECT ${castName} FROM pg_catalog.pg_cast AS c WHERE c.oid = d.objoid)
    WHEN 'function' THEN ${routineName('d.objoid')} WHEN 'procedure' THEN ${routineName('d.objoid')}
    WHEN 'aggregate' THEN ${routineName('d.objoid')} WHEN 'operator' THEN ${operatorName('d.objoid')}
    ELSE i.identity END`;

/** SQL of the name of the extension to which the object of the comment or label `d` belongs. */
export const extensionOf = `SELECT pg_catalog.quote_ident(e.extname)
      FROM pg_catalog.pg_depend AS m JOIN pg_catalog.pg_extension AS e ON e.oid = m.refobjid
      WHERE m.classid = d.classoid AND m.objid = d.objoid AND m.deptype = 'e'`;

/** Columns that are not objects of their own belong to their relation; members belong to their extension. */
const parent = `CROSS JOIN LATERAL (SELECT
      CASE WHEN x.extension IS NOT NULL THEN 'extension' ELSE CASE i.type
        WHEN 'view column' THEN 'view' WHEN 'materialized view column' THEN 'materialized view'
        WHEN 'composite type column' THEN 'type' ELSE k.kind END END AS kind,
      CASE WHEN x.extension IS NOT NULL THEN x.extension
        WHEN i.type IN ('view column', 'materialized view column', 'composite type column')
          THEN ${catalogText('d.objoid::pg_catalog.regclass')}
        ELSE k.name END AS name
    FROM (SELECT (${extensionOf}) AS extension) AS x) AS parent`;

/**
 * FROM clause over a catalog `d` of comments or labels: the object as `k.kind` and `k.name`, and the object
 * with which the comment is dropped as `parent`. Temporary objects, TOAST tables, the tool's own objects, and
 * large objects, which are data, are left out.
 */
export function identifiedSql(catalog: string): string {
  return `FROM pg_catalog.${catalog} AS d
  CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
  CROSS JOIN LATERAL (SELECT ${kind} AS kind, ${name} AS name) AS k
  ${parent}
WHERE i.type NOT IN ('large object', 'toast table', 'toast table column')
  AND NOT (i.type = 'schema' AND i.identity IN (${ownSchemaList}))
  AND i.identity !~ '(^| on )(roundtrip(_kept)?|pg_temp(_[0-9]+)?|pg_toast[a-z_0-9]*)[.]'`;
}

/** The same clause over a catalog of the whole cluster; of its databases, only this one is included. */
export function sharedIdentifiedSql(catalog: string): string {
  return `FROM (SELECT s.*, CASE s.classoid
      WHEN 'pg_catalog.pg_database'::pg_catalog.regclass THEN 'database'
      WHEN 'pg_catalog.pg_authid'::pg_catalog.regclass THEN 'role' ELSE 'tablespace' END AS kind
    FROM pg_catalog.${catalog} AS s) AS d
  CROSS JOIN LATERAL (SELECT d.kind, CASE d.kind
      WHEN 'database' THEN (SELECT '${currentDatabase}' FROM pg_catalog.pg_database AS x
        WHERE x.oid = d.objoid AND x.datname = pg_catalog.current_database())
      WHEN 'role' THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.objoid))
      ELSE (SELECT pg_catalog.quote_ident(x.spcname) FROM pg_catalog.pg_tablespace AS x
        WHERE x.oid = d.objoid) END AS name) AS k
  CROSS JOIN LATERAL (SELECT k.kind, k.name) AS parent
WHERE k.name IS NOT NULL`;
}
