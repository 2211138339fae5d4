import { printQualified } from '../../sql-text/reserved-words.js';
import type { ConstraintSpec, TypeName } from '../actions/table-parts.js';
import type { NameResolver } from '../actions/name-resolver.js';
import type { NestedStatements } from '../statements/nested-statements.js';

export interface ColumnFacts {
  readonly type: TypeName;
  readonly collation: string | undefined;
  readonly notNull: boolean;
}

export type ConstraintFacts = ConstraintSpec & { readonly name: string };

export interface IndexFacts {
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly string[];
  readonly partial: boolean;
  readonly concurrently: boolean;
}

/** What the statements so far say about a relation. */
export interface TableFacts {
  readonly name: string;
  readonly kind: 'table' | 'partitioned table' | 'materialized view' | 'view';
  /** Number of the step that created it; `undefined` where no known statement did. */
  readonly createdBy: number | undefined;
  readonly temporary: boolean;
  /** Whether all its columns are known. */
  readonly columnsKnown: boolean;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  readonly constraints: ReadonlyMap<string, ConstraintFacts>;
  readonly indexes: ReadonlyMap<string, IndexFacts>;
  readonly partitions: readonly string[];
  readonly defaultPartition: string | undefined;
  readonly partitionOf: string | undefined;
}

/**
 * The schema as far as the statements of the migrations tell, without a database. What was there before the first
 * migration is unknown: a relation without facts exists, and nothing more is known about it.
 */
export class Schema implements NameResolver {
  readonly searchPath: readonly string[];
  readonly #below: Schema | undefined;
  /** `undefined` for what was dropped here and is known below. */
  readonly #tables = new Map<string, TableFacts | undefined>();
  /** By table, those that had a foreign key to it at some time. */
  readonly #referencing = new Map<string, Set<string>>();
  readonly #indexTables = new Map<string, string | undefined>();
  readonly #schemas = new Map<string, number>();
  /** Whether domains have constraints. */
  readonly #domains = new Map<string, boolean>();
  readonly #routines = new Map<string, NestedStatements>();

  constructor(searchPath: readonly string[], below?: Schema) {
    this.searchPath = searchPath;
    this.#below = below;
  }

  /** A copy whose changes leave this one as it is. */
  fork(): Schema {
    return new Schema(this.searchPath, this);
  }

  /** Makes the changes of this copy those of the one that it was made of. */
  commit(): void {
    const below = this.#below;
    if (!below) return;
    for (const [name, facts] of this.#tables) {
      if (facts) below.setTable(facts);
      else below.dropTable(name);
    }
    for (const [index, table] of this.#indexTables) below.#indexTables.set(index, table);
    for (const [name, step] of this.#schemas) below.#schemas.set(name, step);
    for (const [name, isConstrained] of this.#domains) below.#domains.set(name, isConstrained);
    for (const [name, code] of this.#routines) below.#routines.set(name, code);
  }

  table(name: string): TableFacts | undefined {
    return this.#tables.has(name) ? this.#tables.get(name) : this.#below?.table(name);
  }

  setTable(facts: TableFacts): void {
    this.#tables.set(facts.name, facts);
    for (const { reference } of facts.constraints.values()) {
      if (!reference) continue;
      const tables = this.#referencing.get(reference.relation) ?? new Set();
      this.#referencing.set(reference.relation, tables.add(facts.name));
    }
  }

  dropTable(name: string): void {
    this.#tables.set(name, undefined);
  }

  /** The table that an index belongs to, where that is known. */
  tableOfIndex(index: string): string | undefined {
    return this.#indexTables.has(index) ? this.#indexTables.get(index) : this.#below?.tableOfIndex(index);
  }

  setIndexTable(index: string, table: string | undefined): void {
    this.#indexTables.set(index, table);
  }

  createSchema(name: string, step: number): void {
    this.#schemas.set(name, step);
  }

  /** Number of the step that created a schema. */
  schemaCreatedBy(name: string): number | undefined {
    return this.#schemas.get(name) ?? this.#below?.schemaCreatedBy(name);
  }

  setDomain(name: string, constraints: 'some' | 'none'): void {
    this.#domains.set(name, constraints === 'some');
  }

  isConstrainedDomain(type: string): boolean {
    const name = type.replace(/^.*\./, '');
    return this.#domains.get(name) ?? this.#below?.isConstrainedDomain(name) ?? false;
  }

  createRoutine(name: string, code: NestedStatements): void {
    this.#routines.set(name, code);
  }

  /** The code of a routine by its name; of several with this name, that of the last. */
  routine(name: string): NestedStatements | undefined {
    return this.#routines.get(name) ?? this.#below?.routine(name);
  }

  /** The known foreign keys that refer to a table, with the tables that they belong to. */
  referencesTo(name: string): readonly { readonly table: string; readonly constraint: ConstraintFacts }[] {
    return [...this.everReferencing(name)].flatMap((table) =>
      [...(this.table(table)?.constraints.values() ?? [])]
        .filter(({ reference }) => reference?.relation === name)
        .map((constraint) => ({ table, constraint })),
    );
  }

  /** Tables that had a foreign key to this one at some time. */
  private everReferencing(name: string): ReadonlySet<string> {
    const own = this.#referencing.get(name);
    const below = this.#below?.everReferencing(name);
    return own && below ? new Set([...below, ...own]) : (own ?? below ?? new Set());
  }

  /** As PostgreSQL does: the first schema of the search path that has the relation. */
  relation({ schemaname, relname = '', relpersistence }: RangeName): string {
    if (schemaname !== undefined) return printQualified(schemaname, relname);
    if (relpersistence === 't') return printQualified('pg_temp', relname);
    const schemas = relname.startsWith('pg_') ? ['pg_catalog'] : this.searchPath;
    const candidates = ['pg_temp', ...schemas].map((schema) => printQualified(schema, relname));
    return candidates.find((one) => this.table(one)) ?? candidates[1] ?? relname;
  }

  created({ schemaname, relname = '', relpersistence }: RangeName): string {
    const schema = relpersistence === 't' ? 'pg_temp' : (schemaname ?? this.searchPath[0] ?? 'public');
    return printQualified(schema, relname);
  }

  sibling(relation: string, name: string): string {
    const schema = /^("(?:[^"]|"")*"|[^".]+)\./.exec(relation)?.[1] ?? 'public';
    return `${schema}.${printQualified('x', name).slice(2)}`;
  }
}

interface RangeName {
  readonly schemaname?: string;
  readonly relname?: string;
  readonly relpersistence?: string;
}

/** The name of a relation without its schema and without quotes. */
export function bareName(relation: string): string {
  const last = /("(?:[^"]|"")*"|[^".]+)$/.exec(relation)?.[1] ?? relation;
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last;
}
