import { catalogText } from '../../../database/text-conversion.js';
import { renderLabel, renderTypeDefinition } from '../../model/type-definition.js';
import {
  initialOwnerSql,
  initialPrivilegesSql,
  isComparedObject,
} from '../../kind/initial-privileges-sql.js';
import { isComparedSchema, originSql } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { hasChangedPrivileges, privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { relationKind, relationName } from '../sql/relation-sql.js';
import { baseTypeParts, rangeParts } from './type-sql.js';

const address = {
  catalog: 'pg_type',
  oid: 't.oid',
  acl: 't.typacl',
  kind: 'T',
  owner: 't.typowner',
} as const;

const labels = `ARRAY(SELECT e.enumlabel::pg_catalog.text FROM pg_catalog.pg_enum AS e
    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)`;

/** Attributes of a composite type in the syntax of CREATE TYPE, without dropped ones. */
const compositeParts = `ARRAY(SELECT pg_catalog.quote_ident(a.attname) || ' '
      || pg_catalog.format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attcollation <> at.typcollation
        THEN ' COLLATE ' || ${catalogText('a.attcollation::pg_catalog.regcollation')} ELSE '' END
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS at ON at.oid = a.atttypid
    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)`;

/** `shell`: a type that was declared (`CREATE TYPE name`) and never defined. */
const variety = `CASE WHEN NOT t.typisdefined THEN 'shell' ELSE CASE t.typtype
    WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' ELSE 'base' END END`;

const parts = `CASE WHEN NOT t.typisdefined THEN '{}' ELSE CASE t.typtype
    WHEN 'e' THEN ${labels} WHEN 'c' THEN ${compositeParts} WHEN 'r' THEN ${rangeParts}
    ELSE ${baseTypeParts} END END`;

/** The object with which the type is dropped: the relation of a row type, the range of a multirange. */
const belongsTo = `(SELECT ${relationKind} AS kind, ${relationName} AS name
      FROM pg_catalog.pg_class AS c WHERE c.oid = t.typrelid AND c.relkind <> 'c'
    UNION ALL
    SELECT 'type', pg_catalog.format_type(g.rngtypid, NULL)
      FROM pg_catalog.pg_range AS g WHERE g.rngmultitypid = t.oid AND t.typtype = 'm')`;

/** Users can change only the privileges of these types (multiranges: until PostgreSQL 15). */
const hasOwnPrivileges = `(t.typacl IS NOT NULL AND ${hasChangedPrivileges(address)})`;

/**
 * Left out: row types of relations, unless they have privileges of their own, multiranges (dropped with their
 * range) and array types.
 */
const types = `
SELECT ${catalogText('t.oid')} AS root,
  pg_catalog.format('%I.%I', n.nspname, t.typname) AS name,
  r.kind AS parent_kind, r.name AS parent_name, o.origin AS "part of",
  CASE WHEN o.origin IS NULL THEN ${variety} END AS variety,
  CASE WHEN o.origin IS NULL THEN ${parts} END AS parts,
  ${roleSql('t.typowner')} AS owner,
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(address)} END AS "initial privileges",
  ${initialOwnerSql(address)} AS "initial owner",
  ${privilegesSql(address)} AS privileges
FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  LEFT JOIN LATERAL ${belongsTo} AS r ON t.typrelid <> 0 OR t.typtype = 'm'
  CROSS JOIN LATERAL (SELECT coalesce(${originSql(address)}, r.kind || ' ' || r.name) AS origin) AS o
WHERE t.typtype IN ('b', 'c', 'e', 'p', 'r', 'm') AND ${isComparedSchema('n.nspname')}
  AND ${isComparedObject(address)}
  AND (r.name IS NULL OR ${hasOwnPrivileges})
  AND (t.typelem = 0
    OR (SELECT e.typarray FROM pg_catalog.pg_type AS e WHERE e.oid = t.typelem) <> t.oid)`;

interface TypeRow extends ObjectRow {
  readonly variety: string | null;
  readonly parts: readonly string[] | null;
}

const toObject = objectFrom('type');

export const reader: Reader<'type', TypeRow> = {
  kind: 'type',
  root: 'pg_type',
  rootOid: 't.oid',
  query: (scope) => `${types} ${scope}`,
  toObject: ({ variety, parts, ...row }) =>
    toObject({ ...row, definition: definitionOf(variety, parts ?? []) } as ObjectRow),
};

function definitionOf(variety: string | null, parts: readonly string[]): string | null {
  if (variety === null || variety === 'shell') return variety;
  return renderTypeDefinition({ variety, parts: variety === 'enum' ? parts.map(renderLabel) : parts });
}
