import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { comparedRelations, relationColumns } from './relation-sql.js';
import { sequenceParameters } from './sequence-sql.js';
import { persistence } from './table-sql.js';

/**
 * A sequence that belongs to an identity column (`deptype = 'i'`) is part of that column. The
 * position (`last_value`) is data.
 */
const sequences = `
SELECT ${relationColumns('s')}, 'column' AS parent_kind, own.name AS parent_name,
  own.name AS "owned by",
  CASE WHEN s.seqtypid <> 'pg_catalog.int8'::pg_catalog.regtype
    THEN pg_catalog.format_type(s.seqtypid, NULL) END AS "data type",
  ${sequenceParameters}, ${persistence}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid
  LEFT JOIN LATERAL (
    SELECT ${catalogText('a.attrelid::pg_catalog.regclass')} || '.' || pg_catalog.quote_ident(a.attname) AS name, d.deptype
    FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
  ) AS own ON true
WHERE ${comparedRelations(['S'], 's')} AND own.deptype IS DISTINCT FROM 'i'`;

export const sequence: Reader<'sequence', ObjectRow> = {
  kind: 'sequence',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_sequence',
  query: (scope) => `${sequences} ${scope}`,
  toObject: objectFrom('sequence'),
};
