import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { settableOptionsSql } from '../../kind/options-sql.js';
import type { Reader } from '../../kind/reader.js';
import { comparedRelations, relationColumns } from './relation-sql.js';

/** The columns of the view `c` in their order: CREATE OR REPLACE keeps them, and adds others at the end. */
const columnsWithTypes = `ARRAY(SELECT pg_catalog.concat(pg_catalog.quote_ident(a.attname), ' ',
      pg_catalog.format_type(a.atttypid, a.atttypmod),
      ' COLLATE ' || ${catalogText('NULLIF(a.attcollation, 0)::pg_catalog.regcollation')})
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) AS "order"`;

const views = `
SELECT ${relationColumns('r')},
  pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' ;\\n') AS definition,
  ${settableOptionsSql({ options: 'c.reloptions', holder: 'view' })} AS options, ${columnsWithTypes}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE ${comparedRelations(['v'], 'r')}`;

export const view: Reader<'view', ObjectRow> = {
  kind: 'view',
  root: 'pg_class',
  rootOid: 'c.oid',
  query: (scope) => `${views} ${scope}`,
  toObject: objectFrom('view'),
};
