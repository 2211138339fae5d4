import type { AclKind } from './privileges.js';
import type { AttributeValue, CatalogObject, Kind, Snapshot } from './object.js';

/** Facts about a kind for the functions that treat all kinds alike. */
export interface KindTraits {
  /** Plural of the kind's name: `policies`. */
  readonly plural: string;
  /**
   * Where such objects belong: to one database, to the `cluster` with all its databases, or to a database as
   * a whole (`whole database`). Comments and labels have the scope of their object.
   */
  readonly scope: 'database' | 'cluster' | 'whole database' | 'as its object';
  /** Object type for `acldefault`; `none` where the kind has no privileges. */
  readonly privileges: AclKind | 'none';
  /** Whether an OID identifies an object of the kind, even after a rename. */
  readonly identity: 'own OID' | 'name';
  /** Object type in the output of `pg_identify_object`, where it is not the name of the kind. */
  readonly identifiedAs?: string;
  /** How ALTER … RENAME names the object: qualified, by its name alone, or with its table. */
  readonly rename: 'in schema' | 'alone' | 'on table' | 'specially' | 'impossible';
  /**
   * When a plan renames objects of the kind. Renaming a schema or a relation also changes the qualified names
   * of what belongs to it.
   */
  readonly renamed: 'first' | 'with relations' | 'after relations' | 'after columns';
  /**
   * The kinds with which it shares a namespace; routines conflict only where their arguments are the same.
   */
  readonly nameSpace: 'relations' | 'relations, after tables' | 'types' | 'routines' | 'of its own';
  /** Whether its name is the first part of the names of the objects in it, as that of a schema. */
  readonly qualifies: 'the names of its objects' | 'nothing';
  /** Whether its objects can own others and receive privileges. */
  readonly owns: 'objects' | 'nothing';
  /** Where the columns of its objects come from: they are defined one by one, or follow from a query. */
  readonly columns: 'its own' | 'of its query' | 'none';
  /**
   * What is stored for its objects and no definition contains: rows, or one value in each row of the parent.
   */
  readonly stores: 'rows' | 'values' | 'nothing';
  /** Attributes that contain expressions as PostgreSQL prints them after parsing. */
  readonly expressions: readonly string[];
  /**
   * Kinds whose definitions refer to its objects without a schema; `everywhere`: definitions of all kinds
   * refer to them, by a qualified name.
   */
  readonly namedBy: 'everywhere' | readonly Kind[];
  /** Attribute of other objects that contains its name without a schema. */
  readonly namingAttribute: string;
  readonly names: NamingTraits;
  /** Whether a change other than a rename changes the printed definitions of dependent objects. */
  readonly dependentsPrint: 'its name' | 'its definition';
  /** Where definitions refer to its objects other than by name alone. */
  readonly references?: ReferenceRules;
  /** Whether it must be created again when the type of a column that it names changes. */
  readonly onColumnType: 'recreated' | 'kept';
  /** Whether a plan creates it before its parent, which refers to it. */
  readonly created: 'after its parent' | 'before its parent';
  /**
   * When a plan drops it: in the order of the kinds, before the table that it belongs to where each depends
   * on the other, or after everything that refers to it in owners and privileges.
   */
  readonly dropped: 'in order' | 'before its table' | 'last';
  /** Whether it is lost when its parent, or a column that it uses, is dropped and created again. */
  readonly lostWith: 'its parent' | 'nothing';
  /**
   * Whether a down may drop objects of the kind that others added to an object of the migration, because they
   * contain no rows or values.
   */
  readonly addedLater: 'dropped along' | 'kept';
  /**
   * Whether a plan for two states finds a renamed object by itself. `given`: dropping and creating such an
   * object loses rows, values, a position or what other databases keep of it, so only people can say that it is
   * the same.
   */
  readonly plannedRename: 'found by shape' | 'given';
  /** Its attributes that list objects of other kinds; dropping such an object removes its entry. */
  readonly lists?: Partial<Readonly<Record<Kind, readonly string[]>>>;
  /** The arguments after a name in ALTER, where they differ from those in the name of the object. */
  readonly argumentsInSql?: (list: string) => string;
  /** Names that no other object can have while it exists; by default its own. */
  readonly takenNames?: (object: CatalogObject) => readonly string[];
  /** Whether a plan creates an object after others of its kind, and not together with its table or schema. */
  readonly isCreatedLast?: (object: CatalogObject) => boolean;
  /** Whether an object requires a column to have the same type as another one. */
  readonly comparesColumn?: (object: CatalogObject, column: CatalogObject) => boolean;
  /**
   * Objects that a snapshot leaves out, because others imply them under a name that is derived from theirs.
   */
  readonly implied?: ImpliedObjects;
  /** Replaces the names of roles other than those in owners and lists of privileges. */
  readonly mapRoles?: (object: CatalogObject, map: RoleMap) => CatalogObject;
  /** Whether a change of the attribute is maintenance, such as a refresh, and does not count as a change of the definition. */
  readonly isMaintenance?: (attribute: string, change: AttributeChange) => boolean;
  /** The beginning of a description in one line, where it is not the attribute `definition`. */
  readonly heading?: (object: CatalogObject) => Heading;
}

export interface ImpliedObjects {
  /** Whether an object would be implied under a derived name. */
  readonly isImpliable: (object: CatalogObject) => boolean;
  /** The first major version that has them. */
  readonly since: number;
  readonly add: (snapshot: Snapshot) => Snapshot;
  readonly remove: (snapshot: Snapshot) => Snapshot;
}

/** Maps a role name to another one; names are quoted where SQL requires it. */
export type RoleMap = (role: string) => string;

export interface AttributeChange {
  readonly before: AttributeValue | undefined;
  readonly after: AttributeValue | undefined;
}

export interface Heading {
  readonly head: string;
  /** Attributes that the heading already contains. */
  readonly reported: ReadonlySet<string>;
}

/** How definitions refer to the objects of a kind that they do not simply name. */
export interface ReferenceRules {
  /** Names in the definitions, and keys of the parents, of all objects that may refer to the object. */
  readonly indexedNames: (object: CatalogObject) => readonly string[];
  /** Whether an object refers to another one; `names` are those in its definition. */
  readonly isNamed: (user: CatalogObject, object: CatalogObject, names: ReadonlySet<string>) => boolean;
  /** Whether the body of an SQL function, in which names may be unqualified, refers to the object. */
  readonly isNamedInBody?: (object: CatalogObject, names: ReadonlySet<string>) => boolean;
}

/** How the definition of an object refers to other objects. */
export interface NamingTraits {
  /** `free`: its texts are not definitions, whatever they contain. */
  readonly text: 'definition' | 'free';
  /** Whether functions are named as calls or by name alone. */
  readonly functions: 'with parentheses' | 'without parentheses';
  /**
   * `implied`: its expressions can contain casts, for which PostgreSQL records a dependency on the cast's
   * function.
   */
  readonly casts: 'implied' | 'none';
  /**
   * `with types`: its own name contains types that it needs, such as `(public.mood AS text)`; `in its
   * definition`: its definition contains its name.
   */
  readonly ownName: 'plain' | 'with types' | 'in its definition';
}

/** Traits of a kind that this version does not know; a record of a newer version can contain one. */
const unknown: KindTraits = {
  plural: 'objects',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'given',
};

let known: ReadonlyMap<string, KindTraits> = new Map();
let ranks: ReadonlyMap<string, number> = new Map();

/** Sets the kinds, in the order of a snapshot. Called once, by the registry of kinds. */
export function registerKinds(traits: Readonly<Record<Kind, KindTraits>>): void {
  known = new Map(Object.entries(traits));
  ranks = new Map([...known.keys()].map((kind, index) => [kind, index]));
}

export function traitsOf(kind: Kind): KindTraits {
  return assertRegistered(known).get(kind) ?? unknown;
}

/** The names of all kinds, in the order of a snapshot. */
export function kindNames(): readonly Kind[] {
  return [...assertRegistered(known).keys()] as Kind[];
}

/** Position of a kind in the order of a snapshot. */
export function rankOf(kind: Kind): number {
  return assertRegistered(ranks).get(kind) ?? 0;
}

/** Whether an object is a part of each row of a relation, and has a value in it. */
export function isColumn({ kind }: { readonly kind: Kind }): boolean {
  return traitsOf(kind).stores === 'values';
}

/** Whether the columns of a relation are objects that a plan creates one by one. */
export function definesColumns({ kind }: { readonly kind: Kind }): boolean {
  return traitsOf(kind).columns === 'its own';
}

/** Whether columns can have an object as their type. */
export function isDataType({ kind }: { readonly kind: Kind }): boolean {
  return traitsOf(kind).nameSpace === 'types';
}

export function isRoutine({ kind }: { readonly kind: Kind }): boolean {
  return traitsOf(kind).nameSpace === 'routines';
}

/** Whether an object belongs to another one of any kind, as comments do. */
export function isRemark({ kind }: { readonly kind: Kind }): boolean {
  return traitsOf(kind).scope === 'as its object';
}

/** Returns the kinds that have a trait. */
export function kindsWhere(has: (traits: KindTraits) => boolean): readonly Kind[] {
  return kindNames().filter((kind) => has(traitsOf(kind)));
}

function assertRegistered<V>(kinds: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  if (kinds.size === 0) throw new Error('no kinds are registered: import catalog/kinds/lists.js first');
  return kinds;
}
