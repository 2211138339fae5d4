import { constraintTypeOf } from '../../catalog/kinds/constraint/constraint-type.js';
import { diff, subject, withoutConsequences, type Difference } from '../../catalog/model/diff.js';
import { isDataType, isRemark, kindNames, traitsOf } from '../../catalog/model/kind-traits.js';
import {
  keyOf,
  type CatalogObject,
  type Kind,
  type ObjectKey,
  type Snapshot,
} from '../../catalog/model/object.js';
import { substituteNames } from '../../catalog/model/substitute-names.js';
import {
  differsInNamesOnly,
  findRenames,
  nameChanges,
  type ColumnRename,
  type Renames,
} from './find-renames.js';
import type { Identities } from './identities.js';

/** The catalog of a database at one moment. */
export interface CatalogAt {
  readonly objects: Snapshot;
  readonly identities: Identities;
}

/** A change of one part of an object, or of the object itself. */
export interface Detail {
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly kind: Kind;
  /** As the catalog names it: `public.users.email`. */
  readonly name: string;
  /** Names of the attributes that differ; empty unless `changed`. */
  readonly attributes: readonly string[];
}

/** The change of an object that is documented on its own: a table with all its parts, a type, … */
export interface RootChange {
  /** The object, named as after the step, or as before it if the step dropped it. */
  readonly root: ObjectKey;
  /** An identifier of the object that does not depend on its name. */
  readonly identity: string;
  readonly change: 'created' | 'removed' | 'changed';
  readonly renamedFrom: string | undefined;
  readonly renamedColumns: readonly ColumnRename[];
  /** Changes without their consequences; empty unless `changed`. */
  readonly details: readonly Detail[];
}

/** Parents whose children are documented on their own: a table is not a part of its schema. */
const independentParents: ReadonlySet<Kind> = new Set([
  'schema',
  'role',
  'extension',
  'database',
  'server',
  'language',
]);

/**
 * Finds the changes between two states of one database, grouped by objects that are documented on their own. A
 * renamed object is not reported as removed and created.
 */
export function findChanges(before: CatalogAt, after: CatalogAt): readonly RootChange[] {
  const renames = findRenames(before.identities, after.identities);
  const renamed = substituteNames(before.objects, nameChanges(renames));
  const groups = new Map<string, { readonly root: ObjectKey; readonly differences: Difference[] }>();
  const touch = (root: ObjectKey): Difference[] => {
    const group = groups.get(keyOf(root)) ?? { root, differences: [] };
    groups.set(keyOf(root), group);
    return group.differences;
  };
  for (const key of newObjects(before, after)) touch(key);
  for (const { kind, name } of renamedRoots(renames)) {
    const root = rootNamed(after.objects, kind, name);
    if (root) touch(root);
  }
  for (const difference of diff(renamed, after.objects)) {
    if (followsFromRenames(difference, renames)) continue;
    const snapshot = difference.after ? after.objects : renamed;
    touch(rootOf(subject(difference), snapshot)).push(difference);
  }
  return [...groups.values()].map(({ root, differences }) =>
    describe({ root, differences, renames, before, after }),
  );
}

interface RenamedRoot {
  readonly kind: 'relation' | 'type';
  readonly name: string;
}

function renamedRoots({ objects, columns }: Renames): readonly RenamedRoot[] {
  return [
    ...objects.map(({ kind, to }) => ({ kind, name: to })),
    ...columns.map(({ relation }) => ({ kind: 'relation' as const, name: relation })),
  ];
}

function followsFromRenames(difference: Difference, { objects, columns }: Renames): boolean {
  if (objects.length + columns.length === 0) return false;
  if (difference.change !== 'changed') return isNotNull(subject(difference));
  const { attributes, before, after } = difference;
  const texts = (object: CatalogObject, name: string) => [object.attributes[name] ?? []].flat().join(' ');
  return attributes.every((name) => differsInNamesOnly(texts(before, name), texts(after, name), columns));
}

/**
 * PostgreSQL 18 names not-null constraints after table and column, and prints the name only if it differs from
 * that.
 */
function isNotNull(object: CatalogObject): boolean {
  return constraintTypeOf(object) === 'not null';
}

interface Group {
  readonly root: ObjectKey;
  readonly differences: readonly Difference[];
  readonly renames: Renames;
  readonly before: CatalogAt;
  readonly after: CatalogAt;
}

function describe({ root, differences, renames, before, after }: Group): RootChange {
  const now = identityOf(root, after.identities);
  const identity = now ?? identityOf(root, before.identities) ?? keyOf(root);
  const renamedFrom = renames.objects.find(
    ({ to, identity: one }) => to === root.name && one === identity,
  )?.from;
  const itself = differences.find((difference) => keyOf(subject(difference)) === keyOf(root));
  const isNew = now !== undefined && !isKnown(now, before.identities);
  const change =
    itself?.change === 'left' || isNew ? 'created' : itself?.change === 'missing' ? 'removed' : 'changed';
  return {
    root,
    identity,
    change,
    renamedFrom,
    renamedColumns: renames.columns.filter(({ relation }) => relation === root.name),
    details: change === 'changed' ? withoutConsequences(differences).map(detailOf) : [],
  };
}

const changeNames = {
  left: 'added',
  missing: 'removed',
  changed: 'changed',
  reordered: 'reordered',
} as const;

function detailOf(difference: Difference): Detail {
  const { kind, name } = subject(difference);
  const attributes = 'attributes' in difference ? difference.attributes : [];
  return { change: changeNames[difference.change], kind, name, attributes };
}

/** Returns the object that an object is part of; itself where it is documented on its own. */
export function rootOf(object: CatalogObject, snapshot: Snapshot): ObjectKey {
  const { parent } = object;
  if (!parent || (independentParents.has(parent.kind) && !isRemark(object))) return object;
  const above = snapshot.get(keyOf(parent));
  return above ? rootOf(above, snapshot) : parent;
}

function hasColumns({ kind }: ObjectKey): boolean {
  return traitsOf(kind).columns !== 'none';
}

function rootNamed(snapshot: Snapshot, kind: 'relation' | 'type', name: string): ObjectKey | undefined {
  return kindNames()
    .map((one) => ({ kind: one, name }))
    .filter(kind === 'relation' ? hasColumns : isDataType)
    .find((key) => snapshot.has(keyOf(key)));
}

/** Objects that are new by identity: one that was dropped and re-created may differ in nothing else. */
function newObjects(before: CatalogAt, after: CatalogAt): readonly ObjectKey[] {
  const { objects, identities } = after;
  const found = (kind: 'relation' | 'type', names: ReadonlyMap<string, string>) =>
    [...names].flatMap(([oid, name]) =>
      isKnown(`${kind} ${oid}`, before.identities) ? [] : (rootNamed(objects, kind, name) ?? []),
    );
  return [...found('relation', identities.relations), ...found('type', identities.types)];
}

/** `relation 16385`; undefined for kinds that are identified by name only, and for objects that do not exist. */
export function identityOf({ kind, name }: ObjectKey, identities: Identities): string | undefined {
  const what = hasColumns({ kind, name }) ? 'relation' : isDataType({ kind }) ? 'type' : undefined;
  if (what === undefined) return undefined;
  const names = what === 'relation' ? identities.relations : identities.types;
  const oid = [...names].find(([, one]) => one === name)?.[0];
  return oid === undefined ? undefined : `${what} ${oid}`;
}

function isKnown(identity: string, { relations, types }: Identities): boolean {
  const [what, oid = ''] = identity.split(' ');
  return (what === 'relation' ? relations : types).has(oid);
}
