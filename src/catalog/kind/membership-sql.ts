import { ownSchemaList } from '../../database/own-schema.js';

/** Objects below this OID are created by initdb (`FirstNormalObjectId`, PostgreSQL's transam.h). */
export const firstUserOid = 16384;

export interface ObjectAddress {
  /** Catalog that contains the object, such as `pg_class`. */
  readonly catalog: string;
  /** SQL expression of its OID. */
  readonly oid: string;
}

/** SQL condition: a user created the object, and it is not a member of an extension. */
export function isUserObject({ catalog, oid }: ObjectAddress): string {
  return `(${oid} >= ${firstUserOid} AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS member
    WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND member.objid = ${oid} AND member.deptype = 'e'))`;
}

/**
 * SQL expression of the origin of an object that no user created: the name of its extension, or `built in`.
 * NULL for objects of users.
 */
export function originSql({ catalog, oid }: ObjectAddress): string {
  return `CASE WHEN ${oid} < ${firstUserOid} THEN 'built in' ELSE (
    SELECT 'extension ' || pg_catalog.quote_ident(e.extname)
    FROM pg_catalog.pg_depend AS member
      JOIN pg_catalog.pg_extension AS e ON e.oid = member.refobjid
    WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND member.objid = ${oid} AND member.deptype = 'e') END`;
}

/**
 * SQL condition on a schema's name. Temporary tables of all sessions are visible to each, TOAST tables are
 * part of their tables, `roundtrip` and `roundtrip_kept` contain the tool's own tables, and initdb does not record
 * the initial privileges of `information_schema`.
 */
export function isComparedSchema(name: string): string {
  return `(${name} NOT IN (${ownSchemaList}, 'information_schema') AND ${name} !~ '^pg_(toast|temp)')`;
}
