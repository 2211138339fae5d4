import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { accessMethod, comparedRelations, relationColumns, tablespace } from '../sql/relation-sql.js';
import {
  columnOrder,
  persistence,
  replicaIdentitySql,
  rowSecurityColumns,
  tableOptions,
  treeColumns,
} from '../sql/table-sql.js';

const tables = `
SELECT ${relationColumns('r')}, ${persistence}, ${tableOptions} AS options, ${rowSecurityColumns},
  ${replicaIdentitySql}, ${treeColumns},
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS "partition by",
  CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS "of type",
  ${accessMethod} AS "access method", ${tablespace} AS tablespace, ${columnOrder}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
WHERE ${comparedRelations(['r', 'p'], 'r')}`;

export const reader: Reader<'table', ObjectRow> = {
  kind: 'table',
  root: 'pg_class',
  rootOid: 'c.oid',
  query: (scope) => `${tables} ${scope}`,
  toObject: objectFrom('table'),
};
