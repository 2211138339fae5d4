/**
 * Column with the extensions on which an object depends (`ALTER … DEPENDS ON EXTENSION`), for routines,
 * indexes, materialized views and triggers.
 */
export function dependsOnExtension(catalog: string, oid: string): string {
  return `NULLIF(ARRAY(
    SELECT pg_catalog.quote_ident(e.extname) COLLATE "C"
    FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND d.objid = ${oid} AND d.deptype = 'x'
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY 1), '{}') AS "depends on extension"`;
}
