import { catalogText } from '../../../database/text-conversion.js';

/** SQL of one optional function of a type; 0 means none. */
function option(name: string, column: string): string {
  return `CASE WHEN ${column} <> 0 THEN '${name} = ' || ${catalogText(column)} END`;
}

/** Name of the multirange, where it differs from the one that CREATE TYPE generates from the range's. */
const multirangeName = `(SELECT 'MULTIRANGE_TYPE_NAME = ' || pg_catalog.format('%I.%I', mn.nspname, m.typname)
      FROM pg_catalog.pg_type AS m JOIN pg_catalog.pg_namespace AS mn ON mn.oid = m.typnamespace
      WHERE m.oid = r.rngmultitypid AND (m.typnamespace <> t.typnamespace OR m.typname
        <> CASE WHEN t.typname ~ 'range' THEN pg_catalog.regexp_replace(t.typname, 'range', 'multirange')
          ELSE t.typname || '_multirange' END))`;

/** Options of the range type `t` in the syntax of CREATE TYPE. */
export const rangeParts = `(SELECT pg_catalog.array_remove(ARRAY[
      'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, NULL),
      CASE WHEN NOT opc.opcdefault THEN
        'SUBTYPE_OPCLASS = ' || pg_catalog.format('%I.%I', opn.nspname, opc.opcname) END,
      CASE WHEN r.rngcollation <> st.typcollation THEN
        'COLLATION = ' || ${catalogText('r.rngcollation::pg_catalog.regcollation')} END,
      ${option('CANONICAL', 'r.rngcanonical')},
      ${option('SUBTYPE_DIFF', 'r.rngsubdiff')},
      ${multirangeName}], NULL)
    FROM pg_catalog.pg_range AS r
      JOIN pg_catalog.pg_type AS st ON st.oid = r.rngsubtype
      JOIN pg_catalog.pg_opclass AS opc ON opc.oid = r.rngsubopc
      JOIN pg_catalog.pg_namespace AS opn ON opn.oid = opc.opcnamespace
    WHERE r.rngtypid = t.oid)`;

const storage = `CASE t.typstorage WHEN 'e' THEN 'STORAGE = external'
      WHEN 'x' THEN 'STORAGE = extended' WHEN 'm' THEN 'STORAGE = main' END`;

const alignment = `CASE t.typalign WHEN 'c' THEN 'ALIGNMENT = char' WHEN 's' THEN 'ALIGNMENT = int2'
      WHEN 'd' THEN 'ALIGNMENT = double' END`;

/** Options of the base type `t` in the syntax of CREATE TYPE, without defaults. */
export const baseTypeParts = `pg_catalog.array_remove(ARRAY[
      ${option('INPUT', 't.typinput')}, ${option('OUTPUT', 't.typoutput')},
      ${option('RECEIVE', 't.typreceive')}, ${option('SEND', 't.typsend')},
      ${option('TYPMOD_IN', 't.typmodin')}, ${option('TYPMOD_OUT', 't.typmodout')},
      ${option('ANALYZE', 't.typanalyze')}, ${option('SUBSCRIPT', 't.typsubscript')},
      CASE WHEN t.typlen > 0 THEN 'INTERNALLENGTH = ' || ${catalogText('t.typlen')}
        WHEN t.typlen = -2 THEN 'INTERNALLENGTH = -2' END,
      CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END, ${alignment}, ${storage},
      CASE WHEN t.typcategory <> 'U' THEN 'CATEGORY = ' || pg_catalog.quote_literal(t.typcategory::pg_catalog.text) END,
      CASE WHEN t.typispreferred THEN 'PREFERRED = true' END,
      'DEFAULT = ' || pg_catalog.quote_literal(t.typdefault),
      CASE WHEN t.typelem <> 0 THEN 'ELEMENT = ' || pg_catalog.format_type(t.typelem, NULL) END,
      CASE WHEN t.typdelim <> ',' THEN 'DELIMITER = ' || pg_catalog.quote_literal(t.typdelim::pg_catalog.text) END,
      CASE WHEN t.typcollation <> 0 THEN 'COLLATABLE = true' END], NULL)`;
