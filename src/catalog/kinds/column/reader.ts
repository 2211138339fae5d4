import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { settableOptionsSql } from '../../kind/options-sql.js';
import { hasChangedPrivileges, privilegesSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { relationKind, relationName, sortedList } from '../sql/relation-sql.js';
import { sequenceOptions } from '../sql/sequence-sql.js';

const acl = { acl: 'a.attacl', kind: 'c', owner: 'c.relowner' } as const;

/** -1 before PostgreSQL 17, NULL since then. */
const statisticsTarget = `CASE WHEN a.attstattarget >= 0 THEN ${catalogText('a.attstattarget')} END`;

const compression = `CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END`;

const collation = `CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0
    THEN ${catalogText('a.attcollation::pg_catalog.regcollation')} END`;

const storage = `CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage
    WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END`;

/** Where a column is inherited from: it exists independently of its parents only if it is local. */
const inheritance = `CASE WHEN a.attinhcount > 0 OR NOT a.attislocal THEN
    CASE WHEN a.attislocal THEN 'inherited and local' ELSE 'inherited' END
    || CASE WHEN a.attinhcount > 1 THEN ' from ' || ${catalogText('a.attinhcount')} || ' parents' ELSE '' END END`;

const options = settableOptionsSql({ options: 'a.attoptions', holder: 'column' });

/** Columns of views follow from the definition, unless something was set on them. */
const isMoreThanItsDefinition = `(c.relkind NOT IN ('v', 'm') OR a.atthasdef OR a.attacl IS NOT NULL
    OR ${options} IS NOT NULL OR a.attstattarget >= 0 OR a.attcompression <> ''
    OR (c.relkind = 'm' AND a.attstorage <> t.typstorage))`;

const isCompared = `(${isUserObject({ catalog: 'pg_class', oid: 'c.oid' })} OR (a.attacl IS NOT NULL
    AND ${hasChangedPrivileges({ ...acl, catalog: 'pg_class', oid: 'c.oid', subId: 'a.attnum' })}))`;

/**
 * By default, the sequence has the type of its column and, since PostgreSQL 15, the persistence of the table.
 */
const identity = `LEFT JOIN LATERAL (
    SELECT ${catalogText('d.objid::pg_catalog.regclass')} AS name, sc.relacl, sc.relowner,
      NULLIF(${sequenceOptions}, '{}') AS options,
      CASE WHEN s.seqtypid <> a.atttypid THEN pg_catalog.format_type(s.seqtypid, NULL) END AS type,
      CASE WHEN sc.relpersistence <> c.relpersistence THEN
        CASE sc.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END END AS persistence
    FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = d.objid
      JOIN pg_catalog.pg_class AS sc ON sc.oid = d.objid
    WHERE a.attidentity <> '' AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
      AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
  ) AS own ON a.attidentity <> ''`;

const columns = (major: number): string => `
SELECT ${catalogText('a.attrelid')} AS root,
  ${relationName} || '.' || pg_catalog.quote_ident(a.attname) AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, ${collation} AS collation,
  CASE WHEN a.attnotnull THEN 'yes' END AS "not null",
  CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS "default",
  CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS generated,
  CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS "generated kind",
  CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
  own.type AS "identity type", own.options AS "identity options", own.name AS "identity sequence",
  ${major < 15 ? 'NULL' : 'own.persistence'} AS "identity persistence",
  ${privilegesSql({ acl: 'own.relacl', kind: 's', owner: 'own.relowner' })} AS "identity privileges",
  ${inheritance} AS inheritance, ${storage} AS storage, ${compression} AS compression,
  ${statisticsTarget} AS "statistics target", ${options} AS options,
  ${sortedList('a.attfdwoptions')} AS "foreign options",
  ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  ${identity}
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${isComparedSchema('n.nspname')}
  AND a.attnum > 0 AND NOT a.attisdropped AND ${isMoreThanItsDefinition} AND ${isCompared}`;

export const reader: Reader<'column', ObjectRow> = {
  kind: 'column',
  root: 'pg_class',
  // Not `c.oid`, with which the planner would read every column of the database.
  rootOid: 'a.attrelid',
  member: 'pg_attribute',
  query: (scope, { major }) => `${columns(major)} ${scope}`,
  toObject: objectFrom('column'),
};
