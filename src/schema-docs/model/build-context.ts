import { textOf } from '../../catalog/model/attribute.js';
import { childrenIn } from '../../catalog/model/children.js';
import {
  keyOf,
  type CatalogObject,
  type Kind,
  type ObjectKey,
  type Snapshot,
} from '../../catalog/model/object.js';
import type { IndexFact } from '../facts/index-facts.js';
import type { ForeignKeyFact, KeyFact } from '../facts/key-facts.js';
import { identityOf } from '../history/step-changes.js';
import type { ReplayedSchema } from '../replay-schema.js';
import type { Touch } from './schema-model.js';

/** The source data of the model, indexed for lookups. */
export interface BuildContext {
  readonly objects: Snapshot;
  readonly baseline: Snapshot;
  /** The role that ran the migrations. */
  readonly role: string;
  readonly replayed: ReplayedSchema;
  readonly keys: ReadonlyMap<string, KeyFact>;
  readonly indexes: ReadonlyMap<string, IndexFact>;
  readonly indexesOf: ReadonlyMap<string, readonly IndexFact[]>;
  /** Without those that a partition inherits from its partitioned table. */
  readonly foreignKeys: readonly ForeignKeyFact[];
  readonly touches: ReadonlyMap<string, readonly Touch[]>;
}

export function createContext(replayed: ReplayedSchema): BuildContext {
  const { objects, baseline, role, facts, steps } = replayed;
  const known = sorted(facts.keys).filter(({ name }) => objects.has(keyOf({ kind: 'constraint', name })));
  const indexes = sorted(facts.indexes).filter(({ name }) => objects.has(keyOf({ kind: 'index', name })));
  const touches = steps.flatMap(({ name, changes }) =>
    changes.map(({ identity, ...change }) => [identity, { migration: name, ...change }] as const),
  );
  return {
    objects,
    baseline,
    role,
    replayed,
    keys: new Map(known.map((fact) => [fact.name, fact])),
    indexes: new Map(indexes.map((fact) => [fact.name, fact])),
    indexesOf: group(indexes.map((fact) => [fact.relation, fact])),
    foreignKeys: known.filter((fact) => fact.type === 'foreign key').filter(isOwn(objects)),
    touches: group(touches),
  };
}

function sorted<T extends { readonly name: string }>(facts: readonly T[]): readonly T[] {
  return [...facts].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isOwn(objects: Snapshot): (fact: KeyFact) => boolean {
  return ({ name }) =>
    objects.get(keyOf({ kind: 'constraint', name }))?.attributes['partition of'] === undefined;
}

function group<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const values = groups.get(key);
    if (values) values.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

export function commentOf({ objects }: BuildContext, { kind, name }: ObjectKey): string | undefined {
  const comment = objects.get(keyOf({ kind: 'comment', name: `${kind} ${name}` }));
  return comment && textOf(comment, 'text');
}

/** Returns the objects of some kinds, in the order of the snapshot. */
export function objectsOf({ objects }: BuildContext, kinds: readonly Kind[]): readonly CatalogObject[] {
  return [...objects.values()].filter(({ kind }) => kinds.includes(kind));
}

/** Returns the parts of an object that are of one kind. */
export function partsOf({ objects }: BuildContext, parent: ObjectKey, kind: Kind): readonly CatalogObject[] {
  return childrenIn(objects, parent).filter((child) => child.kind === kind);
}

export function touchesOf({ replayed, touches }: BuildContext, object: ObjectKey): readonly Touch[] {
  return touches.get(identityOf(object, replayed.identities) ?? keyOf(object)) ?? [];
}

/** Mentions the owner only if it is not the role that ran the migrations. */
export function ownerTraits({ role }: BuildContext, object: CatalogObject): readonly string[] {
  const owner = textOf(object, 'owner');
  return owner === undefined || owner === role ? [] : [`owner ${owner}`];
}

/** Removes the relation from `users_pkey on public.users`. */
export function ownName(name: string, relation: string): string {
  return name.slice(0, -` on ${relation}`.length);
}
