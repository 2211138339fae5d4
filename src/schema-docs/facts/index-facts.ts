import { catalogText } from '../../database/text-conversion.js';
/** One key of an index. */
export interface IndexKey {
  /** The column, quoted where needed, or the expression. */
  readonly text: string;
  /** The column; `null` for an expression. */
  readonly column: string | null;
  /** Operator class, collation and direction: keys with the same text and order are equal. */
  readonly order: string;
}

/** Facts about an index beyond its definition. Columns are quoted where needed. */
export interface IndexFact {
  /** As the catalog names it: `public.users_email_idx`. */
  readonly name: string;
  readonly relation: string;
  readonly method: string;
  readonly unique: boolean;
  /** False for the index of a failed concurrent build, which is never read, but may still be updated. */
  readonly usable: boolean;
  readonly definition: string;
  readonly predicate: string | null;
  /** The constraint that it implements: `users_pkey on public.users`. */
  readonly constraint: string | null;
  readonly keys: readonly IndexKey[];
  readonly included: readonly string[];
  /** All columns that it uses: keys, included ones, those of expressions and of the predicate. */
  readonly columns: readonly string[];
}

const constraint = `(SELECT pg_catalog.quote_ident(con.conname) || ' on ' || ${catalogText('con.conrelid::pg_catalog.regclass')}
    FROM pg_catalog.pg_constraint AS con
    WHERE con.conindid = i.indexrelid AND con.conrelid = i.indrelid AND con.contype IN ('p', 'u', 'x'))`;

const keys = `(SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
      'text', pg_catalog.pg_get_indexdef(i.indexrelid, k.number, false),
      'column', pg_catalog.quote_ident(a.attname),
      'order', pg_catalog.concat_ws(' ', i.indclass[k.number - 1], i.indcollation[k.number - 1],
        i.indoption[k.number - 1])) ORDER BY k.number)
    FROM pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS k (number)
      LEFT JOIN pg_catalog.pg_attribute AS a
        ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.number - 1] AND a.attnum <> 0)`;

const included = `ARRAY(SELECT pg_catalog.quote_ident(a.attname)
    FROM pg_catalog.generate_series(i.indnkeyatts + 1, i.indnatts::pg_catalog.int4) AS k (number)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.number - 1]
    ORDER BY k.number)`;

/** Expressions and the predicate have dependencies on their columns. */
const columns = `ARRAY(SELECT pg_catalog.quote_ident(a.attname) FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = i.indrelid AND a.attnum > 0 AND (a.attnum = ANY (i.indkey) OR EXISTS (
      SELECT FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = i.indexrelid
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))
    ORDER BY a.attnum)`;

/** Covers all relations except system ones; the snapshot determines which of them are documented. */
export const INDEX_FACTS = `
SELECT ${catalogText('i.indexrelid::pg_catalog.regclass')} AS name,
  ${catalogText('i.indrelid::pg_catalog.regclass')} AS relation,
  am.amname::pg_catalog.text AS method, i.indisunique AS unique,
  i.indisvalid AND i.indisready AND i.indislive AS usable,
  pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,
  pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
  ${constraint} AS constraint, ${keys} AS keys, ${included} AS included, ${columns} AS columns
FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_am AS am ON am.oid = x.relam
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
WHERE c.oid >= $1 AND c.relkind IN ('r', 'p', 'm')`;
