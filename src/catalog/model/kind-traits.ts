import type { AclKind } from './privileges.js';
import type { Kind } from './object.js';

/** What functions that treat all kinds alike must know about one of them. */
export interface KindTraits {
  /** More than one of them: `policies`. */
  readonly plural: string;
  /**
   * Who has such objects: one database, the `cluster` with all its databases, or each database once
   * (`whole database`). Comments and labels follow the object that they are about.
   */
  readonly scope: 'database' | 'cluster' | 'whole database' | 'as its object';
  /** Which object class `acldefault` is asked for; `none` where the kind has no privileges. */
  readonly privileges: AclKind | 'none';
  /** Whether an object of the kind is found by an OID of its own, also under another name. */
  readonly identity: 'own OID' | 'name';
  /** How ALTER … RENAME names the object: qualified, by its name alone, or with its table. */
  readonly rename: 'in schema' | 'alone' | 'on table' | 'specially' | 'impossible';
  /** When a plan renames it: with a schema, and with a relation, what belongs to it has another name as well. */
  readonly renamed: 'first' | 'with relations' | 'after relations' | 'after columns';
  /** With which kinds it shares its names; routines only where their arguments are the same. */
  readonly nameSpace: 'relations' | 'relations, after tables' | 'types' | 'routines' | 'of its own';
  /** Attributes that hold what PostgreSQL prints of an expression that it has parsed. */
  readonly expressions: readonly string[];
  /** Kinds whose definitions name its objects without a schema; `everywhere`: all, by a qualified name. */
  readonly namedBy: 'everywhere' | readonly Kind[];
  /** The attribute of other objects that holds its name alone, without a schema. */
  readonly namingAttribute: string;
  readonly names: NamingTraits;
  /** Whether a change of anything but its name changes what is printed of the objects that use it. */
  readonly dependentsPrint: 'its name' | 'its definition';
  /** Whether it must be made again when the type of a column that it names changes. */
  readonly onColumnType: 'recreated' | 'kept';
  /**
   * When a plan drops it: in the order of the kinds, alone before the table that it belongs to where both need each
   * other, or after everything that names it in owners and privileges.
   */
  readonly dropped: 'in order' | 'before its table' | 'last';
  /** Whether it is lost when its parent, or a column that it uses, is dropped and created again. */
  readonly lostWith: 'its parent' | 'nothing';
  /** Whether a down may drop it with an object of the migration when others have added it: it has no rows or values. */
  readonly addedLater: 'dropped along' | 'kept';
}

/** How the definition of an object names others. */
export interface NamingTraits {
  /** `free`: its texts are no definitions, whatever they say. */
  readonly text: 'definition' | 'free';
  /** Whether functions are named as calls, or by their name alone. */
  readonly functions: 'with parentheses' | 'without parentheses';
  /** `implied`: its expressions can convert values, for which PostgreSQL records the function of a cast. */
  readonly casts: 'implied' | 'none';
  /** `with types`: its own name tells types that it needs, such as `(public.mood AS text)`. */
  readonly ownName: 'plain' | 'with types';
}

/** Of a kind that this version does not know, as a record of a newer one can hold it. */
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

/** Called once, by the registry of kinds, with all of them in the order of a snapshot. */
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

/** The place of a kind in the order of a snapshot. */
export function rankOf(kind: Kind): number {
  return assertRegistered(ranks).get(kind) ?? 0;
}

function assertRegistered<V>(kinds: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  if (kinds.size === 0) throw new Error('no kinds are registered: import catalog/kinds/lists.js first');
  return kinds;
}
