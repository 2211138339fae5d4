import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { comparedRelations, relationColumns, sortedList } from './relation-sql.js';
import { columnOrder, treeColumns } from './table-sql.js';

const foreignTables = `
SELECT ${relationColumns('r')}, pg_catalog.quote_ident(s.srvname) AS server,
  ${sortedList('ft.ftoptions')} AS options, ${treeColumns}, ${columnOrder}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_foreign_table AS ft ON ft.ftrelid = c.oid
  JOIN pg_catalog.pg_foreign_server AS s ON s.oid = ft.ftserver
WHERE ${comparedRelations(['f'], 'r')}`;

export const foreignTable: Reader<'foreign table', ObjectRow> = {
  kind: 'foreign table',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_foreign_table',
  query: (scope) => `${foreignTables} ${scope}`,
  toObject: objectFrom('foreign table'),
};
