import { firstUserOid } from './membership-sql.js';

/** Objects below this OID stand in the files that initdb loads (`FirstUnpinnedObjectId`, PostgreSQL's transam.h). */
const firstUnpinnedOid = 12000;

const classes = (names: readonly string[]): string =>
  names.map((name) => `'pg_catalog.pg_${name}'::pg_catalog.regclass`).join(', ');

/** Catalogs of which initdb comments on hundreds of objects with one statement, or two. */
const commentedAtOnce = classes(['proc', 'operator', 'type', 'conversion', 'am']);

/** Those of which it comments on each object by itself; nobody comments on them again. */
const commentedOneByOne = classes(['collation', 'ts_config', 'ts_dict', 'ts_parser', 'ts_template']);

/** The transactions in which initdb wrote the comments of `commentedAtOnce`. */
const transactionsOfInitdb = `(SELECT i.xmin FROM pg_catalog.pg_description AS i
    WHERE i.objoid < ${firstUserOid} AND i.classoid IN (${commentedAtOnce})
    GROUP BY i.xmin HAVING pg_catalog.count(*) > 100)`;

/** SQL condition on a row `d` of pg_description: it is in the place of a comment that initdb may have written. */
export function replacesInitialComment(d: string): string {
  return `((${d}.objoid < ${firstUnpinnedOid} AND ${d}.classoid IN (${commentedAtOnce}))
    OR ${isOfSystemSchema(d)})`;
}

function isOfSystemSchema(d: string): string {
  return `(${d}.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    AND ${d}.objoid IN ('pg_catalog'::pg_catalog.regnamespace, 'pg_toast'::pg_catalog.regnamespace))`;
}

/** SQL condition: it is the comment that initdb writes on a schema of the system. */
export function isInitialOfSchema(d: string): string {
  return `(${isOfSystemSchema(d)} AND ${d}.description IN ('system catalog schema', 'reserved schema for TOAST tables'))`;
}

/**
 * SQL condition on a row `d` of pg_description: initdb did not write it, or it is one of the few that people
 * change. The few hundred bytes of each of the thousands that it wrote are not read again and again.
 */
export function isComparedComment(d: string): string {
  return `(${d}.objoid >= ${firstUserOid}
    OR (${d}.classoid NOT IN (${commentedOneByOne}) AND (${d}.classoid NOT IN (${commentedAtOnce})
      OR ${d}.xmin NOT IN ${transactionsOfInitdb})))`;
}
