import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { accessMethod, comparedRelations, relationColumns, tablespace } from './relation-sql.js';
import { dependsOnExtension } from './extension-dependence-sql.js';
import { replicaIdentity, tableOptions } from './table-sql.js';

const materializedViews = `
SELECT ${relationColumns('r')},
  pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' ;\\n') AS definition,
  CASE WHEN NOT c.relispopulated THEN 'no' END AS populated,
  ${tableOptions} AS options, ${accessMethod} AS "access method", ${tablespace} AS tablespace,
  ${replicaIdentity}, ${dependsOnExtension('pg_class', 'c.oid')}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
WHERE ${comparedRelations(['m'], 'r')}`;

export const materializedView: Reader<'materialized view', ObjectRow> = {
  kind: 'materialized view',
  root: 'pg_class',
  rootOid: 'c.oid',
  query: (scope) => `${materializedViews} ${scope}`,
  toObject: objectFrom('materialized view'),
};
