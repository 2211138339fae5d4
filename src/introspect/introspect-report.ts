import type { CatalogTrace } from '../catalog/repair/catalog-trace.js';
import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import type { FoundToolTable } from '../database-state/tool-tables.js';

/** The result of `introspect`. */
export interface IntrospectReport {
  /** `written`: the files build exactly this catalog; `planned`: they would, and nothing is written. */
  readonly verdict: 'written' | 'planned' | 'empty' | 'not-exact';
  /** `host:port/name` of the database. */
  readonly label: string;
  readonly files: readonly IntrospectedFile[];
  /** The Drizzle schema, where one was to be written. */
  readonly drizzle?: {
    readonly path: string;
    readonly text: string;
    readonly unknownTypes: readonly string[];
  };
  /** Numbers of objects by kind, in the order of a snapshot. */
  readonly objects: readonly { readonly kind: string; readonly count: number }[];
  /** Roles that the objects name. */
  readonly roles: { readonly names: readonly string[]; readonly are: 'created' | 'presumed' };
  readonly toolTables: readonly FoundToolTable[];
  /** What belongs to the database and is not part of the files. */
  readonly leftOut: readonly string[];
  /** What PostgreSQL offers no exact way to create or remove. */
  readonly limits: readonly RepairLimit[];
  /** Differences between the database and what the files build, or that their downs leave. */
  readonly residual: readonly CatalogTrace[];
}

export interface IntrospectedFile {
  /** Name of the migration. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}
