import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { dependsOnExtension } from './extension-dependence-sql.js';
import { relationKind, relationName, relationsOfUsers } from './relation-sql.js';

/**
 * Internal triggers carry OIDs in their names, so they are named by their function and constraint.
 * They are of interest only when `DISABLE TRIGGER ALL` or the like has switched them.
 */
const name = `CASE WHEN t.tgisinternal AND con.oid IS NOT NULL
    THEN pg_catalog.concat(p.proname, ' of ', pg_catalog.quote_ident(con.conname), ' of ',
      con.conrelid::pg_catalog.regclass)
    ELSE pg_catalog.quote_ident(t.tgname) END || ' on ' || ${relationName}`;

/**
 * A trigger that a partition has from its partitioned table. Until PostgreSQL 14, those of partitions are
 * internal, so that only the triggers of foreign keys and the like are told apart by their constraint.
 */
const parentTrigger = `(SELECT pg_catalog.quote_ident(p.tgname) || ' on ' || ${catalogText('p.tgrelid::pg_catalog.regclass')}
    FROM pg_catalog.pg_trigger AS p
      LEFT JOIN pg_catalog.pg_constraint AS pc ON pc.oid = p.tgconstraint AND pc.contype <> 't'
    WHERE p.oid = t.tgparentid AND pc.oid IS NULL)`;

const triggers = `
SELECT ${catalogText('t.tgrelid')} AS root, ${name} AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  'trigger' AS owner_kind, ${parentTrigger} AS owner_name,
  CASE WHEN NOT t.tgisinternal OR t.tgparentid <> 0 AND con.oid IS NULL
    THEN pg_catalog.pg_get_triggerdef(t.oid) END AS definition,
  CASE WHEN t.tgisinternal AND con.oid IS NOT NULL
    THEN pg_catalog.quote_ident(con.conname) || ' on ' || ${catalogText('con.conrelid::pg_catalog.regclass')}
    END AS "internal to",
  CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled,
  ${parentTrigger} AS "partition of", ${dependsOnExtension('pg_trigger', 't.oid')}
FROM pg_catalog.pg_trigger AS t
  JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
  LEFT JOIN pg_catalog.pg_constraint AS con ON con.oid = t.tgconstraint AND con.contype <> 't'
WHERE (NOT t.tgisinternal OR t.tgenabled <> 'O' OR (t.tgparentid <> 0 AND con.oid IS NULL))
  AND ${relationsOfUsers(['r', 'p', 'v', 'f', 'm'])}`;

export const trigger: Reader<'trigger', ObjectRow> = {
  kind: 'trigger',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_trigger',
  query: (scope) => `${triggers} ${scope}`,
  toObject: objectFrom('trigger'),
};
