import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { relationKind, relationName, relationsOfUsers } from '../sql/relation-sql.js';

/**
 * How a constraint is inherited. Left out for keys of partitions, for which it depends only on how they were
 * created and has no effect.
 */
const inheritance = `CASE WHEN con.contype IN ('c', 'n', 'f') AND (con.coninhcount > 0 OR NOT con.conislocal)
    THEN CASE WHEN con.conislocal THEN 'inherited and local' ELSE 'inherited' END
      || CASE WHEN con.coninhcount > 1 THEN ' from ' || ${catalogText('con.coninhcount')} || ' parents' ELSE '' END END`;

/** SQL of the partitioned table's constraint that a partition's constraint comes from. */
const parentConstraint = `(SELECT pg_catalog.quote_ident(p.conname) || ' on ' || ${catalogText('p.conrelid::pg_catalog.regclass')}
    FROM pg_catalog.pg_constraint AS p WHERE p.oid = con.conparentid AND p.conrelid <> con.conrelid)`;

/**
 * PostgreSQL 18 stores every NOT NULL as a constraint. The column already has it as an attribute, so the
 * constraint is read only where it says more: a name of its own, NO INHERIT, NOT VALID.
 */
function saysMoreThanTheColumn(major: number): string {
  if (major < 18) return 'true';
  return `(con.contype <> 'n' OR con.connoinherit OR NOT con.convalidated
    OR ((con.conislocal OR con.coninhcount = 0) AND con.conname <> ALL (
      SELECT pg_catalog.left(c.relname || '_' || a.attname || '_not_null', 63)
      FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = con.conrelid AND a.attnum = con.conkey[1]))
    OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
        AND (a.attislocal <> con.conislocal OR (a.attinhcount > 0) <> (con.coninhcount > 0))))`;
}

/**
 * Constraint triggers (`t`) are read as triggers. A foreign key to a partitioned table has one more row for
 * each partition, on its own table, which is left out.
 */
const constraints = `
SELECT ${catalogText('con.conrelid')} AS root,
  pg_catalog.quote_ident(con.conname) || ' on ' || ${relationName} AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  'constraint' AS owner_kind, ${parentConstraint} AS owner_name,
  pg_catalog.pg_get_constraintdef(con.oid) AS definition,
  ${inheritance} AS inheritance,
  ${parentConstraint} AS "partition of"
FROM pg_catalog.pg_constraint AS con
  JOIN pg_catalog.pg_class AS c ON c.oid = con.conrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE con.contype <> 't' AND (con.conparentid = 0 OR ${parentConstraint} IS NOT NULL)
  AND ${relationsOfUsers(['r', 'p', 'f'])}`;

export const reader: Reader<'constraint', ObjectRow> = {
  kind: 'constraint',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_constraint',
  query: (scope, { major }) => `${constraints} AND ${saysMoreThanTheColumn(major)} ${scope}`,
  toObject: objectFrom('constraint'),
};

/** NOT NULL of a domain (stored as a constraint since PostgreSQL 17) is an attribute of the domain. */
const domainConstraints = `
SELECT ${catalogText('con.contypid')} AS root,
  pg_catalog.quote_ident(con.conname) || ' on domain ' || pg_catalog.format_type(t.oid, NULL) AS name,
  'domain' AS parent_kind, pg_catalog.format_type(t.oid, NULL) AS parent_name,
  pg_catalog.pg_get_constraintdef(con.oid) AS definition
FROM pg_catalog.pg_constraint AS con
  JOIN pg_catalog.pg_type AS t ON t.oid = con.contypid
WHERE con.contype = 'c' AND ${isUserObject({ catalog: 'pg_type', oid: 't.oid' })}`;

export const domainReader: Reader<'constraint', ObjectRow> = {
  kind: 'constraint',
  root: 'pg_type',
  rootOid: 't.oid',
  member: 'pg_constraint of domains',
  query: (scope) => `${domainConstraints} ${scope}`,
  toObject: objectFrom('constraint'),
};
