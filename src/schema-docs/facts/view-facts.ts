import { catalogText } from '../../database/text-conversion.js';
/** A column of a view; the catalog's snapshot has only the view's definition. */
export interface ViewColumnFact {
  readonly relation: string;
  /** Quoted where needed. */
  readonly name: string;
  readonly type: string;
}

export const VIEW_COLUMN_FACTS = `
SELECT ${catalogText('a.attrelid::pg_catalog.regclass')} AS relation,
  pg_catalog.quote_ident(a.attname) AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
WHERE c.oid >= $1 AND c.relkind IN ('v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.oid, a.attnum`;

/** A relation that a view reads. */
export interface ViewSourceFact {
  readonly view: string;
  readonly source: string;
}

export const VIEW_SOURCE_FACTS = `
SELECT DISTINCT ${catalogText('r.ev_class::pg_catalog.regclass')} AS view,
  ${catalogText('d.refobjid::pg_catalog.regclass')} AS source
FROM pg_catalog.pg_rewrite AS r
  JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
WHERE r.ev_class >= $1 AND c.relkind IN ('v', 'm') AND r.rulename = '_RETURN'
ORDER BY 1, 2`;
