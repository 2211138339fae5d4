import { withCatalogTransaction } from '../catalog/read/catalog-transaction.js';
import type { Session } from '../database/session.js';
import {
  mentions,
  type ColumnFacts,
  type Condition,
  type ForeignKey,
  type TableFacts,
} from './table-facts.js';
import { readTypes } from './type-facts.js';
import type { ValueType } from './value-type.js';

interface ColumnRow {
  readonly name: string;
  readonly number: number;
  readonly type: number;
  readonly typeName: string;
  readonly modifier: number;
  readonly sqlType: string;
  readonly required: boolean;
  readonly expression: string | null;
  readonly identity: '' | 'a' | 'd';
  readonly generated: string;
}

interface ConstraintRow {
  readonly name: string;
  readonly kind: 'c' | 'f' | 'p' | 'u' | 'x' | 'n' | 't';
  readonly columns: readonly string[] | null;
  readonly expression: string | null;
  readonly parent: number;
  readonly parentColumns: readonly string[] | null;
  readonly match: string;
  readonly qualifiedName: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
}

interface TableRow {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly bounds: string | null;
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly partitions: readonly number[];
}

/**
 * The requested tables, the tables that they refer to, and their partitions. A foreign key to a partitioned
 * table has a copy for each partition, which is left out.
 */
const tablesSql = `
WITH RECURSIVE needed (oid) AS (
  SELECT pg_catalog.to_regclass(asked.name)::pg_catalog.oid
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS asked (name)
  UNION
  SELECT next.oid FROM needed CROSS JOIN LATERAL (
    SELECT f.confrelid FROM pg_catalog.pg_constraint AS f
    WHERE f.conrelid = needed.oid AND f.contype = 'f'
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i
      JOIN pg_catalog.pg_class AS part ON part.oid = i.inhrelid AND part.relispartition
    WHERE i.inhparent = needed.oid) AS next (oid))
SELECT c.oid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name,
  c.relkind AS kind,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_partition_constraintdef(c.oid) END AS bounds,
  (SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', a.attname, 'number', a.attnum, 'type', a.atttypid::pg_catalog.int8, 'typeName', t.typname,
      'modifier', a.atttypmod, 'sqlType', pg_catalog.format_type(a.atttypid, a.atttypmod),
      'required', a.attnotnull OR t.typnotnull, 'expression', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
      'identity', a.attidentity, 'generated', a.attgenerated) ORDER BY a.attnum), '[]')
   FROM pg_catalog.pg_attribute AS a
     JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
     LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', k.conname, 'kind', k.contype, 'parent', k.confrelid::pg_catalog.int8, 'match', k.confmatchtype,
      'expression', CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
      'deferrable', k.condeferrable, 'deferred', k.condeferred, 'qualifiedName',
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(k.conname),
      'columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY u.place)
        FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (number, place)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.number),
      'parentColumns', (SELECT pg_catalog.json_agg(a.attname ORDER BY u.place)
        FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (number, place)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.number))
      ORDER BY k.contype, k.conname), '[]')
   FROM pg_catalog.pg_constraint AS k
   WHERE k.conrelid = c.oid AND k.contype <> 'n' AND NOT EXISTS (
     SELECT FROM pg_catalog.pg_constraint AS above
     WHERE k.contype = 'f' AND above.oid = k.conparentid AND above.conrelid = k.conrelid)) AS constraints,
  (SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object('name', r.relname, 'columns', (
      SELECT pg_catalog.json_agg(a.attname) FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey)))), '[]')
   FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS r ON r.oid = i.indexrelid
   WHERE i.indrelid = c.oid AND i.indisunique AND NOT i.indisprimary AND 0 <> ALL (i.indkey)) AS indexes,
  ARRAY(SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i
        WHERE c.relkind = 'p' AND i.inhparent = c.oid ORDER BY i.inhrelid) AS partitions
FROM needed JOIN pg_catalog.pg_class AS c ON c.oid = needed.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE needed.oid IS NOT NULL
ORDER BY c.oid`;

/** Reads facts about the tables, their parents and their partitions, by OID. */
export async function readTableFacts(
  session: Session,
  tables: readonly string[],
): Promise<ReadonlyMap<number, TableFacts>> {
  return withCatalogTransaction(session, 'open transaction', async (transaction) => {
    const rows = await transaction.query<TableRow>(tablesSql, [tables]);
    const columns = rows.flatMap((row) => row.columns);
    const names = new Map(columns.map(({ type, typeName }) => [type, typeName]));
    const typeOf = await readTypes(transaction, names);
    return new Map(rows.map((row) => [row.oid, toFacts(row, (column) => toColumn(column, typeOf(column)))]));
  });
}

function toFacts(row: TableRow, columnOf: (column: ColumnRow) => ColumnFacts): TableFacts {
  const { oid, name, constraints, partitions } = row;
  const unique = constraints.filter(({ kind }) => ['p', 'u', 'x'].includes(kind));
  return {
    oid,
    name,
    kind: row.kind === 'r' ? 'table' : row.kind === 'p' ? 'partitioned' : 'other',
    columns: row.columns.map(columnOf),
    conditions: conditionsOf(row),
    foreignKeys: constraints.filter(({ kind }) => kind === 'f').map(toForeignKey),
    keys: new Map([...unique, ...row.indexes].map((key) => [key.name, key.columns ?? []])),
    primaryKey: unique.find(({ kind }) => kind === 'p')?.columns ?? [],
    partitions,
    deferred: constraints.flatMap(({ deferred, qualifiedName }) => (deferred ? qualifiedName : [])),
  };
}

function conditionsOf({ name, columns, constraints, bounds }: TableRow): readonly Condition[] {
  const checks = constraints.flatMap((constraint) => {
    const { kind, expression } = constraint;
    if (kind !== 'c' || expression === null) return [];
    return [{ name: constraint.name, expression, columns: constraint.columns ?? [] }];
  });
  if (!bounds) return checks;
  const named = columns.filter((column) => mentions(bounds, column.name)).map((column) => column.name);
  return [...checks, { name, expression: bounds, columns: named }];
}

function toColumn(row: ColumnRow, type: ValueType): ColumnFacts {
  const isGenerated = row.generated !== '';
  return {
    name: row.name,
    number: row.number,
    type,
    sqlType: row.sqlType,
    nullability: row.required ? 'required' : 'nullable',
    default: isGenerated ? null : row.expression,
    identity: ({ '': 'none', a: 'always', d: 'by default' } as const)[row.identity],
    generation: isGenerated ? row.expression : null,
  };
}

function toForeignKey(row: ConstraintRow): ForeignKey {
  return {
    name: row.name,
    qualifiedName: row.qualifiedName,
    columns: row.columns ?? [],
    parent: row.parent,
    parentColumns: row.parentColumns ?? [],
    match: row.match === 'f' ? 'full' : 'simple',
    timing: row.deferrable ? 'deferrable' : 'immediate',
  };
}
