import { objectFrom, type ObjectRow } from '../object-row.js';
import { settableOptionsSql } from '../options-sql.js';
import type { Reader } from '../reader.js';
import { comparedRelations, relationColumns } from './relation-sql.js';

const views = `
SELECT ${relationColumns('r')},
  pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' ;\\n') AS definition,
  ${settableOptionsSql({ options: 'c.reloptions', holder: 'view' })} AS options
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
