import { ownSchema } from '../../database/own-schema.js';

/** Objects below this OID are made by initdb (`FirstNormalObjectId`, PostgreSQL's transam.h). */
export const firstUserOid = 16384;

export interface ObjectAddress {
  /** Catalog that holds the object, such as `pg_class`. */
  readonly catalog: string;
  /** SQL expression of its OID. */
  readonly oid: string;
}

/** SQL condition: made by a user, and not as a member of an extension. */
export function isUserObject({ catalog, oid }: ObjectAddress): string {
  return `(${oid} >= ${firstUserOid} AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS member
    WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND member.objid = ${oid} AND member.deptype = 'e'))`;
}

/**
 * SQL expression of where an object comes from when no user made it: the name of its extension, or
 * `built in`. NULL for objects of users.
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
 * SQL condition on a schema's name: temporary tables of any session are seen by all, TOAST tables
 * are part of their table, `roundtrip` is the tool's own bookkeeping, and initdb does not record
 * the first privileges of `information_schema`.
 */
export function isComparedSchema(name: string): string {
  return `(${name} NOT IN ('${ownSchema}', 'information_schema') AND ${name} !~ '^pg_(toast|temp)')`;
}
