/*
 * Casts between a type and text are I/O conversions unless somebody makes a cast of the two types, whose
 * function then runs instead (manual, CREATE CAST); `text || other` casts its right side, too. These call the
 * input and output functions themselves, so that nothing that a user can create runs in the tool's queries.
 */

/** SQL for a value that has no empty form (an oid, a regclass, a number) as text; NULL for NULL. */
export function catalogText(expression: string): string {
  return `NULLIF(pg_catalog.concat(${expression}), '')`;
}

/** SQL for any value as its type prints it, and COPY with it; NULL for NULL. */
export function printed(expression: string): string {
  return `CASE WHEN pg_catalog.num_nulls(${expression}) = 0 THEN pg_catalog.concat(${expression}) END`;
}

/** SQL for a text as a number. */
export function numberOf(text: string, type: 'int4' | 'int8' = 'int4'): string {
  return `pg_catalog.${type}in(pg_catalog.textout(${text}))`;
}
