import { catalogText } from '../../../database/text-conversion.js';

/**
 * SQL expression of the name of a function, procedure or aggregate: `public.greet(text)`. With an empty
 * `search_path`, PostgreSQL qualifies every schema except `pg_catalog`, which is added here.
 */
export function routineName(oid: string): string {
  return qualified(catalogText(`${oid}::pg_catalog.regprocedure`), {
    catalog: 'pg_proc',
    namespace: 'pronamespace',
    oid,
  });
}

/** SQL expression of the name of an operator: `public.===(integer,integer)`. */
export function operatorName(oid: string): string {
  return qualified(catalogText(`${oid}::pg_catalog.regoperator`), {
    catalog: 'pg_operator',
    namespace: 'oprnamespace',
    oid,
  });
}

/** Name of the cast `c`: `(public.mood AS integer)`. */
export const castName = `pg_catalog.format('(%s AS %s)', pg_catalog.format_type(c.castsource, NULL),
    pg_catalog.format_type(c.casttarget, NULL))`;

interface Qualification {
  readonly catalog: string;
  readonly namespace: string;
  readonly oid: string;
}

function qualified(printed: string, { catalog, namespace, oid }: Qualification): string {
  return `(SELECT CASE WHEN named.${namespace} = 'pg_catalog'::pg_catalog.regnamespace
      THEN 'pg_catalog.' ELSE '' END || ${printed}
    FROM pg_catalog.${catalog} AS named WHERE named.oid = ${oid})`;
}
