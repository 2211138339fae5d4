import type { AclKind } from './privileges.js';
import type { Kind } from './object.js';

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
  /** Whether it must be created again when the type of a column that it names changes. */
  readonly onColumnType: 'recreated' | 'kept';
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
  /** `with types`: its own name contains types that it needs, such as `(public.mood AS text)`. */
  readonly ownName: 'plain' | 'with types';
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
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
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

function assertRegistered<V>(kinds: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  if (kinds.size === 0) throw new Error('no kinds are registered: import catalog/kinds/lists.js first');
  return kinds;
}
