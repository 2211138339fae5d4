import type { CatalogTransaction } from '../catalog/read/catalog-transaction.js';
import { firstUserOid } from '../catalog/kind/membership-sql.js';
import { builtInType, type ValueType } from './value-type.js';

/** A type in the use of a column. */
export interface TypeUse {
  /** OID of the type. */
  readonly type: number;
  readonly modifier: number;
}

/** Resolves the use of a type to a description of its values. */
export type TypeResolver = (use: TypeUse) => ValueType;

interface TypeRow {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly element: number | null;
  readonly base: TypeUse | null;
  readonly base_sql: string | null;
  readonly subtype: number | null;
  readonly labels: readonly string[];
  readonly attributes: readonly TypeUse[];
  readonly checks: readonly string[];
}

/** The types and their parts, down to built-in ones. */
const typesSql = `
WITH RECURSIVE needed (oid) AS (
  SELECT pg_catalog.unnest($1::pg_catalog.oid[])
  UNION
  SELECT part.oid FROM needed JOIN pg_catalog.pg_type AS t ON t.oid = needed.oid
    CROSS JOIN LATERAL (
      SELECT t.typbasetype WHERE t.typtype = 'd'
      UNION ALL SELECT t.typelem WHERE t.typcategory = 'A'
      UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range AS r
        WHERE t.oid = r.rngtypid OR t.oid = r.rngmultitypid) AS part (oid)
  WHERE part.oid <> 0)
SELECT t.oid, t.typname AS name, t.typtype AS kind,
  CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem END AS element,
  CASE WHEN t.typtype = 'd' THEN
    pg_catalog.json_build_object('type', t.typbasetype::pg_catalog.int8, 'modifier', t.typtypmod) END AS base,
  CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS base_sql,
  (SELECT r.rngsubtype FROM pg_catalog.pg_range AS r
   WHERE t.oid = r.rngtypid OR t.oid = r.rngmultitypid) AS subtype,
  ARRAY(SELECT e.enumlabel::pg_catalog.text FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
  (SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
     'type', a.atttypid::pg_catalog.int8, 'modifier', a.atttypmod) ORDER BY a.attnum), '[]')
   FROM pg_catalog.pg_attribute AS a
   WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
  ARRAY(SELECT pg_catalog.pg_get_expr(d.conbin, 0) FROM pg_catalog.pg_constraint AS d
        WHERE d.contypid = t.oid AND d.contype = 'c' ORDER BY d.conname) AS checks
FROM needed JOIN pg_catalog.pg_type AS t ON t.oid = needed.oid`;

/** Composite types can contain arrays of themselves; deeper levels remain unknown. */
const maximalDepth = 6;

/**
 * Reads the types of users and extensions; built-in types are known by name.
 *
 * @param names names in `pg_type` by OID, of the requested types
 */
export async function readTypes(
  transaction: CatalogTransaction,
  names: ReadonlyMap<number, string>,
): Promise<TypeResolver> {
  const asked = [...names.keys()].filter((oid) => oid >= firstUserOid);
  const rows = asked.length > 0 ? await transaction.query<TypeRow>(typesSql, [asked]) : [];
  return createResolver(names, new Map(rows.map((row) => [row.oid, row])));
}

function createResolver(
  names: ReadonlyMap<number, string>,
  rows: ReadonlyMap<number, TypeRow>,
): TypeResolver {
  const resolve = ({ type, modifier }: TypeUse, depth: number): ValueType => {
    const row = rows.get(type);
    const name = row?.name ?? names.get(type) ?? '';
    if (type < firstUserOid) return builtInType(name, modifier);
    if (!row || depth > maximalDepth) return { kind: 'base', name: 'unknown', modifier };
    return describe(row, modifier, (use) => resolve(use, depth + 1));
  };
  return (use) => resolve(use, 0);
}

function describe(row: TypeRow, modifier: number, resolve: TypeResolver): ValueType {
  if (row.base) return describeDomain(row, resolve(row.base));
  if (row.element !== null) return { kind: 'array', element: resolve({ type: row.element, modifier }) };
  if (row.subtype !== null) {
    const subtype = resolve({ type: row.subtype, modifier: -1 });
    return { kind: row.kind === 'm' ? 'multirange' : 'range', subtype };
  }
  if (row.kind === 'e') return { kind: 'enum', labels: row.labels };
  if (row.kind === 'c') return { kind: 'composite', attributes: row.attributes.map(resolve) };
  return { kind: 'base', name: row.name, modifier };
}

function describeDomain({ checks, base_sql: baseSql }: TypeRow, base: ValueType): ValueType {
  if (base.kind !== 'domain') return { kind: 'domain', base, baseSql: baseSql ?? 'text', checks };
  return { ...base, base, checks: [...base.checks, ...checks] };
}
