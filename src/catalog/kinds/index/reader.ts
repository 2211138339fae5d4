import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { isSettable, settableOptionsSql } from '../../kind/options-sql.js';
import type { Reader } from '../../kind/reader.js';
import { dependsOnExtension } from '../sql/extension-dependence-sql.js';
import { relationKind, relationName, relationsOfUsers } from '../sql/relation-sql.js';

const optionList = { options: 'x.reloptions', holder: 'index', accessMethod: 'x.relam' } as const;

/**
 * ` WITH (…)` as `pg_get_indexdef` prints it, for the options that satisfy a condition; NULL if there are
 * none.
 */
const withClause = (condition: string) => `(SELECT ' WITH (' || pg_catalog.string_agg(
      pg_catalog.quote_ident(o.name) || '=' || CASE WHEN pg_catalog.quote_ident(o.value) = o.value THEN o.value
        ELSE pg_catalog.quote_literal(o.value) END, ', ' ORDER BY o.place) || ')'
    FROM (SELECT item, place, pg_catalog.split_part(item, '=', 1) AS name,
        pg_catalog.substr(item, pg_catalog.strpos(item, '=') + 1) AS value
      FROM pg_catalog.unnest(x.reloptions) WITH ORDINALITY AS list (item, place)) AS o
    WHERE ${condition})`;

const isSettableOption = isSettable('o.item', optionList);

const printed = 'pg_catalog.pg_get_indexdef(i.indexrelid)';

/**
 * Only for an index without a constraint, whose definition would contain the rest. Options that no user can
 * set are removed.
 */
const definition = `CASE WHEN con.oid IS NULL THEN
    CASE WHEN ${withClause(`NOT ${isSettableOption}`)} IS NULL THEN ${printed}
      ELSE pg_catalog.replace(${printed}, ${withClause('true')}, coalesce(${withClause(isSettableOption)}, ''))
      END END`;

const parentIndex = `(SELECT ${catalogText('h.inhparent::pg_catalog.regclass')}
    FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = i.indexrelid)`;

/** Statistics targets of expression columns, as set by ALTER INDEX … ALTER COLUMN … SET STATISTICS. */
const statistics = `NULLIF(ARRAY(SELECT pg_catalog.concat('column ', a.attnum, ': ', a.attstattarget)
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum), '{}')`;

const indexes = `
SELECT ${catalogText('i.indrelid')} AS root,
  ${catalogText('x.oid::pg_catalog.regclass')} AS name,
  CASE WHEN con.oid IS NULL THEN ${relationKind} ELSE 'constraint' END AS parent_kind,
  coalesce(pg_catalog.quote_ident(con.conname) || ' on ', '') || ${relationName} AS parent_name,
  'index' AS owner_kind, ${parentIndex} AS owner_name,
  ${definition} AS definition,
  CASE WHEN con.oid IS NOT NULL THEN ${settableOptionsSql(optionList)} END AS options,
  CASE WHEN NOT i.indisvalid THEN 'no' END AS valid,
  CASE WHEN NOT i.indisready THEN 'no' END AS ready,
  CASE WHEN NOT i.indislive THEN 'no' END AS live,
  CASE WHEN i.indisclustered THEN 'yes' END AS clustered,
  (SELECT pg_catalog.quote_ident(ts.spcname) FROM pg_catalog.pg_tablespace AS ts
    WHERE ts.oid = x.reltablespace) AS tablespace,
  ${statistics} AS statistics, ${parentIndex} AS "partition of",
  ${dependsOnExtension('pg_class', 'x.oid')}
FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint AS con
    ON con.conindid = i.indexrelid AND con.conrelid = i.indrelid AND con.contype IN ('p', 'u', 'x')
WHERE ${relationsOfUsers(['r', 'p', 'm'])}`;

export const reader: Reader<'index', ObjectRow> = {
  kind: 'index',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_index',
  query: (scope) => `${indexes} ${scope}`,
  toObject: objectFrom('index'),
};
