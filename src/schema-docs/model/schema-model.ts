import type { Kind } from '../../catalog/model/object.js';
import type { ForeignKeyFact, OtherKeyFact } from '../facts/key-facts.js';
import type { Detail, RootChange } from '../history/step-changes.js';
import type { Index } from './index-model.js';

/**
 * A schema as the pages describe it. Names are as PostgreSQL prints them, quoted where needed and with their
 * schema (`public.users`), except for columns and for objects that belong to a relation.
 */
export interface SchemaModel {
  /** Tables, foreign tables, views and materialized views, by name. */
  readonly relations: readonly Relation[];
  readonly enums: readonly EnumType[];
  /** Domains, composite and range types, and all other types. */
  readonly types: readonly OtherType[];
  readonly routines: readonly Routine[];
  readonly others: readonly OtherObject[];
  readonly migrations: readonly MigrationEntry[];
}

export type RelationKind = 'table' | 'foreign table' | 'view' | 'materialized view';

export interface Relation {
  readonly kind: RelationKind;
  readonly name: string;
  readonly comment: string | undefined;
  /** Properties of the table itself: `unlogged`, `partition of public.events`, … */
  readonly traits: readonly Trait[];
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Foreign keys that refer to it, of other tables or its own. */
  readonly incoming: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  /** Triggers, rules and extended statistics. */
  readonly attachments: readonly Attachment[];
  readonly policies: readonly Policy[];
  readonly grants: readonly Grant[];
  /** For a view: its query. */
  readonly definition: string | undefined;
  /** Relations that a view reads. */
  readonly reads: readonly string[];
  /** Views that read it. */
  readonly readBy: readonly string[];
  readonly partitionOf: string | undefined;
  readonly partitions: readonly Partition[];
  readonly touches: readonly Touch[];
}

/** A text about an object, and the object of the schema that it names, if any. */
export interface Trait {
  readonly text: string;
  readonly relation?: string;
}

export type ColumnKey = 'primary key' | 'foreign key' | 'unique';

export interface Column {
  readonly name: string;
  /** As PostgreSQL prints it: `character varying(255)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** `DEFAULT` expression, `GENERATED …` or `IDENTITY`, without these words for a plain default. */
  readonly default: string | undefined;
  /** In the order of `ColumnKey`. */
  readonly keys: readonly ColumnKey[];
  readonly comment: string | undefined;
  /** Collation, storage and similar properties. */
  readonly traits: readonly string[];
}

export interface Constraint {
  readonly name: string;
  readonly type: OtherKeyFact['type'] | ForeignKeyFact['type'];
  readonly definition: string;
  /** Columns of the constraint. */
  readonly columns: readonly string[];
  readonly comment: string | undefined;
}

/** Number of rows to which a row of the other side can be related. */
export type Cardinality = 'exactly one' | 'zero or one' | 'zero or more';

export interface ForeignKey {
  readonly name: string;
  /** The referencing table. */
  readonly relation: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ForeignKeyFact['onDelete'];
  readonly onUpdate: ForeignKeyFact['onUpdate'];
  /** Number of rows to which a referencing row refers. */
  readonly parents: Extract<Cardinality, 'exactly one' | 'zero or one'>;
  /** Number of rows that refer to one row. */
  readonly children: Extract<Cardinality, 'zero or one' | 'zero or more'>;
  /** Indexes of the referencing table that find the rows which refer to a given row. */
  readonly servedBy: readonly string[];
  readonly definition: string;
  readonly comment: string | undefined;
}

export interface Attachment {
  readonly kind: Extract<Kind, 'trigger' | 'rule' | 'statistics'>;
  readonly name: string;
  readonly definition: string;
  readonly traits: readonly string[];
  readonly comment: string | undefined;
}

export interface Policy {
  readonly name: string;
  readonly mode: 'permissive' | 'restrictive';
  /** `all`, `select`, … */
  readonly command: string;
  readonly roles: readonly string[];
  readonly using: string | undefined;
  readonly withCheck: string | undefined;
  readonly comment: string | undefined;
}

/** Privileges of one role. */
export interface Grant {
  readonly to: string;
  /** `SELECT`, `UPDATE (email)`, `INSERT with grant option`. */
  readonly privileges: readonly string[];
}

export interface Partition {
  readonly relation: string;
  /** `FOR VALUES FROM … TO …`. */
  readonly bound: string;
}

export interface EnumType {
  readonly name: string;
  readonly values: readonly string[];
  readonly comment: string | undefined;
  readonly usedBy: readonly ColumnUse[];
  readonly touches: readonly Touch[];
}

export interface ColumnUse {
  readonly relation: string;
  readonly column: string;
}

export interface OtherType {
  readonly kind: 'domain' | 'type';
  readonly name: string;
  readonly definition: string;
  readonly constraints: readonly string[];
  readonly comment: string | undefined;
  readonly usedBy: readonly ColumnUse[];
  readonly touches: readonly Touch[];
}

export interface Routine {
  readonly kind: Extract<Kind, 'function' | 'procedure' | 'aggregate'>;
  /** With its arguments: `public.greet(text)`. */
  readonly name: string;
  readonly definition: string;
  readonly comment: string | undefined;
  readonly grants: readonly Grant[];
  /** `trigger on relation`, for each trigger that calls it. */
  readonly touches: readonly Touch[];
}

export interface OtherObject {
  readonly kind: Kind;
  readonly name: string;
  readonly description: string;
  readonly comment: string | undefined;
}

/** The changes of one migration to one object. */
export interface Touch {
  readonly migration: string;
  readonly change: RootChange['change'];
  readonly renamedFrom: string | undefined;
  readonly renamedColumns: readonly { readonly from: string; readonly to: string }[];
  readonly details: readonly Detail[];
}

export interface MigrationEntry {
  readonly name: string;
  /** Absolute path of its file. */
  readonly path: string;
  readonly changes: readonly RootChange[];
}
