import type { Node } from 'libpg-query';
import type { ColumnSpec, ConstraintSpec, TypeName } from './table-parts.js';

/** A relation by its whole name, as reports print it: `public.users`. */
export type Relation = string;

/** Kinds of relations that statements drop, rename or move, as the parser calls them. */
export type ObjectType = string;

/** An action on an existing table: one subcommand of ALTER TABLE, or a statement that means the same. */
export type TableAction =
  | { readonly kind: 'add column'; readonly column: ColumnSpec; readonly ifNotExists: boolean }
  | {
      readonly kind: 'drop column';
      readonly column: string;
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | {
      readonly kind: 'change type';
      readonly column: string;
      readonly type: TypeName;
      readonly collation: string | undefined;
      readonly using: Node | undefined;
    }
  | { readonly kind: 'set not null'; readonly column: string }
  | { readonly kind: 'drop not null'; readonly column: string }
  | { readonly kind: 'drop default'; readonly column: string }
  | { readonly kind: 'add identity'; readonly column: string }
  | { readonly kind: 'set default'; readonly column: string; readonly expression: Node }
  | { readonly kind: 'set expression'; readonly column: string }
  | { readonly kind: 'add constraint'; readonly constraint: ConstraintSpec }
  | {
      readonly kind: 'drop constraint';
      readonly name: string;
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | { readonly kind: 'validate constraint'; readonly name: string }
  | {
      readonly kind: 'attach partition';
      readonly partition: Relation;
      readonly bound: 'default' | 'other';
    }
  | { readonly kind: 'detach partition'; readonly partition: Relation; readonly concurrently: boolean }
  | { readonly kind: 'rewrite storage'; readonly what: 'persistence' | 'tablespace' | 'access method' }
  | { readonly kind: 'switch trigger'; readonly state: 'enabled' | 'disabled' }
  | { readonly kind: 'rename column'; readonly column: string; readonly to: string }
  | { readonly kind: 'rename constraint'; readonly name: string; readonly to: string }
  /** Other subcommands, with the parser's name of the subcommand: they change nothing that rules look at. */
  | { readonly kind: 'other change'; readonly subtype: string };

export interface IndexSpec {
  readonly name: string | undefined;
  readonly unique: boolean;
  /** Names of the plain columns at the beginning of the key. */
  readonly columns: readonly string[];
  readonly partial: boolean;
}

/** What one statement does, in terms of the rules. */
export type Action =
  | {
      readonly kind: 'alter table';
      readonly relation: Relation;
      readonly only: boolean;
      readonly change: TableAction;
      readonly objectType: ObjectType;
    }
  | {
      readonly kind: 'create table';
      readonly relation: Relation;
      readonly temporary: boolean;
      readonly ifNotExists: boolean;
      readonly columns: readonly ColumnSpec[];
      readonly constraints: readonly ConstraintSpec[];
      readonly partitionOf: Relation | undefined;
      readonly bound: 'default' | 'other' | undefined;
      readonly partitioned: boolean;
      /** False where columns come from a query, another table or a type. */
      readonly complete: boolean;
      readonly objectType: 'table' | 'materialized view';
    }
  | { readonly kind: 'create view'; readonly relation: Relation }
  | {
      readonly kind: 'create index';
      readonly relation: Relation;
      readonly index: IndexSpec;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      readonly only: boolean;
    }
  | {
      readonly kind: 'drop index';
      readonly name: string;
      readonly schema: string | undefined;
      readonly concurrently: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: 'reindex';
      readonly relation: Relation | undefined;
      readonly index: string | undefined;
      readonly concurrently: boolean;
    }
  | {
      readonly kind: 'drop relation';
      readonly relation: Relation;
      readonly objectType: 'table' | 'materialized view' | 'view' | 'sequence' | 'foreign table';
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | {
      readonly kind: 'drop object';
      readonly objectType: ObjectType;
      readonly name: string;
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | { readonly kind: 'drop schema'; readonly name: string; readonly cascade: boolean }
  | { readonly kind: 'drop database'; readonly name: string }
  | {
      readonly kind: 'rename relation';
      readonly relation: Relation;
      readonly to: Relation;
      readonly objectType: ObjectType;
    }
  | {
      readonly kind: 'rename object';
      readonly objectType: ObjectType;
      readonly name: string;
      readonly to: string;
    }
  | {
      readonly kind: 'move relation';
      readonly relation: Relation;
      readonly to: Relation;
      readonly objectType: ObjectType;
    }
  | { readonly kind: 'truncate'; readonly relations: readonly Relation[]; readonly cascade: boolean }
  | {
      readonly kind: 'change rows';
      readonly verb: 'UPDATE' | 'DELETE' | 'INSERT' | 'MERGE';
      readonly relation: Relation;
      readonly where: 'none' | 'always true' | 'condition';
      /** Whether the number of rows is written in the statement, as `INSERT … VALUES`. */
      readonly bounded: boolean;
      readonly reads: readonly Relation[];
    }
  | { readonly kind: 'query'; readonly reads: readonly Relation[] }
  | { readonly kind: 'create trigger'; readonly relation: Relation; readonly name: string }
  | { readonly kind: 'drop trigger'; readonly relation: Relation; readonly name: string }
  | {
      readonly kind: 'refresh';
      readonly relation: Relation;
      readonly concurrently: boolean;
      readonly withData: boolean;
    }
  | { readonly kind: 'create enum'; readonly name: string }
  | {
      readonly kind: 'add enum value';
      readonly type: string;
      readonly value: string;
      readonly placed: boolean;
    }
  | { readonly kind: 'create domain'; readonly name: string; readonly constrained: boolean }
  | {
      readonly kind: 'alter domain';
      readonly name: string;
      readonly change: 'add constraint' | 'set not null' | 'validate' | 'other';
      readonly notValid: boolean;
    }
  | { readonly kind: 'vacuum full'; readonly relations: readonly Relation[] }
  | { readonly kind: 'cluster'; readonly relations: readonly Relation[] }
  | { readonly kind: 'lock table'; readonly relations: readonly Relation[]; readonly mode: number }
  | { readonly kind: 'transaction'; readonly verb: 'begin' | 'commit' | 'rollback' | 'other' }
  | {
      readonly kind: 'set';
      readonly name: string;
      readonly value: string | undefined;
      readonly local: boolean;
    }
  | { readonly kind: 'create schema'; readonly name: string | undefined }
  | { readonly kind: 'create function'; readonly name: string }
  | { readonly kind: 'call'; readonly functions: readonly string[] }
  /** SQL that is only known when it runs. */
  | { readonly kind: 'dynamic' }
  /** A statement that PostgreSQL's parser rejects. */
  | { readonly kind: 'unparsed' }
  | { readonly kind: 'other'; readonly tag: string };

export type ActionOf<K extends Action['kind']> = Extract<Action, { readonly kind: K }>;
export type ChangeOf<K extends TableAction['kind']> = Extract<TableAction, { readonly kind: K }>;
