import { firstUserOid } from './membership-sql.js';

/**
 * Objects below this OID are defined in the files that initdb loads (`FirstUnpinnedObjectId`, PostgreSQL's
 * transam.h).
 */
const firstUnpinnedOid = 12000;

const classes = (names: readonly string[]): string =>
  names.map((name) => `'pg_catalog.pg_${name}'::pg_catalog.regclass`).join(', ');

/** Catalogs in which initdb comments on hundreds of objects with one or two statements. */
const commentedAtOnce = classes(['proc', 'operator', 'type', 'conversion', 'am']);

/** Catalogs in which initdb comments on each object separately; nobody changes these comments. */
const commentedOneByOne = classes(['collation', 'ts_config', 'ts_dict', 'ts_parser', 'ts_template']);

/** Transactions in which initdb wrote the comments of `commentedAtOnce`. */
const transactionsOfInitdb = `(SELECT i.xmin FROM pg_catalog.pg_description AS i
    WHERE i.objoid < ${firstUserOid} AND i.classoid IN (${commentedAtOnce})
    GROUP BY i.xmin HAVING pg_catalog.count(*) > 100)`;

/** SQL condition on a row `d` of pg_description: initdb may have written a comment on the same object. */
export function replacesInitialComment(d: string): string {
  return `((${d}.objoid < ${firstUnpinnedOid} AND ${d}.classoid IN (${commentedAtOnce}))
    OR ${isOfSystemSchema(d)})`;
}

function isOfSystemSchema(d: string): string {
  return `(${d}.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    AND ${d}.objoid IN ('pg_catalog'::pg_catalog.regnamespace, 'pg_toast'::pg_catalog.regnamespace))`;
}

/** SQL condition: the row is the comment of initdb on a system schema. */
export function isInitialOfSchema(d: string): string {
  return `(${isOfSystemSchema(d)} AND ${d}.description IN ('system catalog schema', 'reserved schema for TOAST tables'))`;
}

/**
 * SQL condition on a row `d` of pg_description: initdb did not write it, or it is one of the few that users
 * change. Thousands of comments of initdb, a few hundred bytes each, are thus not read every time.
 */
export function isComparedComment(d: string): string {
  return `(${d}.objoid >= ${firstUserOid}
    OR (${d}.classoid NOT IN (${commentedOneByOne}) AND (${d}.classoid NOT IN (${commentedAtOnce})
      OR ${d}.xmin NOT IN ${transactionsOfInitdb})))`;
}
