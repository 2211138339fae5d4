import type { ValueType } from './value-type.js';

export interface ColumnFacts {
  readonly name: string;
  readonly number: number;
  readonly type: ValueType;
  /** The type as SQL: `character varying(50)`. */
  readonly sqlType: string;
  readonly nullability: 'nullable' | 'required';
  /** Expression of the default. */
  readonly default: string | null;
  readonly identity: 'none' | 'always' | 'by default';
  /** Expression of a generated column. */
  readonly generation: string | null;
}

/** A condition on rows: a `CHECK` constraint or the bounds of a partition. */
export interface Condition {
  readonly name: string;
  readonly expression: string;
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly name: string;
  /** Name for `SET CONSTRAINTS`: `public.posts_user_id_fkey`. */
  readonly qualifiedName: string;
  readonly columns: readonly string[];
  /** OID of the referenced table. */
  readonly parent: number;
  readonly parentColumns: readonly string[];
  readonly match: 'simple' | 'full';
  readonly timing: 'immediate' | 'deferrable';
}

export interface TableFacts {
  readonly oid: number;
  /** Name as PostgreSQL prints it: `public.users`. */
  readonly name: string;
  readonly kind: 'table' | 'partitioned' | 'other';
  readonly columns: readonly ColumnFacts[];
  readonly conditions: readonly Condition[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Primary keys, unique and exclusion constraints, and unique indexes, by name. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly primaryKey: readonly string[];
  /** OIDs of the partitions. */
  readonly partitions: readonly number[];
  /** Qualified names of constraints that are checked at the end of the transaction. */
  readonly deferred: readonly string[];
}

/** Whether an expression, as PostgreSQL prints it, may contain the column's name. */
export function mentions(expression: string, column: string): boolean {
  const quoted = `"${column.replaceAll('"', '""')}"`;
  if (expression.includes(quoted)) return true;
  return (
    /^[a-z_][a-z0-9_$]*$/.test(column) &&
    new RegExp(`(?<![\\w$"])${column.replaceAll('$', '\\$')}(?![\\w$"])`).test(expression)
  );
}
