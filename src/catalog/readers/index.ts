import { objectFrom, type ObjectRow } from '../object-row.js';
import type { Reader } from '../reader.js';
import { relationKind, relationName, relationsOfUsers, sortedList } from './relation-sql.js';

/** Only a definition without constraint: the constraint's own says the rest. */
const definition = `CASE WHEN con.oid IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid) END`;

const parentIndex = `(SELECT h.inhparent::pg_catalog.regclass::pg_catalog.text
    FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = i.indexrelid)`;

/** Targets of expression columns, as ALTER INDEX … ALTER COLUMN … SET STATISTICS sets them. */
const statistics = `NULLIF(ARRAY(SELECT pg_catalog.concat('column ', a.attnum, ': ', a.attstattarget)
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum), '{}')`;

const indexes = `
SELECT i.indrelid::pg_catalog.text AS root,
  x.oid::pg_catalog.regclass::pg_catalog.text AS name,
  CASE WHEN con.oid IS NULL THEN ${relationKind} ELSE 'constraint' END AS parent_kind,
  coalesce(pg_catalog.quote_ident(con.conname) || ' on ', '') || ${relationName} AS parent_name,
  'index' AS owner_kind, ${parentIndex} AS owner_name,
  ${definition} AS definition,
  CASE WHEN con.oid IS NOT NULL THEN ${sortedList('x.reloptions')} END AS options,
  CASE WHEN NOT i.indisvalid THEN 'no' END AS valid,
  CASE WHEN NOT i.indisready THEN 'no' END AS ready,
  CASE WHEN NOT i.indislive THEN 'no' END AS live,
  CASE WHEN i.indisclustered THEN 'yes' END AS clustered,
  (SELECT pg_catalog.quote_ident(ts.spcname) FROM pg_catalog.pg_tablespace AS ts
    WHERE ts.oid = x.reltablespace) AS tablespace,
  ${statistics} AS statistics, ${parentIndex} AS "partition of"
FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint AS con
    ON con.conindid = i.indexrelid AND con.conrelid = i.indrelid AND con.contype IN ('p', 'u', 'x')
WHERE ${relationsOfUsers(['r', 'p', 'm'])}`;

export const index: Reader<'index', ObjectRow> = {
  kind: 'index',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_index',
  query: (scope) => `${indexes} ${scope}`,
  toObject: objectFrom('index'),
};
