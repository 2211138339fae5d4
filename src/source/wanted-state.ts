import { diff, subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import { keyOf, type AttributeValue, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { isOutside } from '../catalog/model/outside.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { mapRoles, withGrantorsOf, type RoleMap } from '../compare/map-roles.js';
import type { DefaultPrivileges } from '../database-state/default-privileges.js';
import type { Replayed } from '../scratch-run/replay.js';
import type { SourceSchema, Unmanaged, WantedSchema } from './source.js';

export interface WantedStateOptions {
  readonly source: SourceSchema;
  /** The result of the project's migrations. */
  readonly replayed: Pick<Replayed, 'baseline' | 'catalog' | 'runner'>;
  /** Its catalog, perhaps with renamed objects. */
  readonly present: Snapshot;
  readonly defaults: DefaultPrivileges;
}

/**
 * Returns the state that a migration must reach, in the terms of the migrations: objects that the source gives no
 * owner belong to the role that runs the migrations, and what the source cannot describe stays as the migrations
 * leave it.
 */
export function wantedState(options: WantedStateOptions): WantedSchema {
  const { source, present } = options;
  const outside = objectsOutside(options);
  const described = toSnapshot([
    ...[...source.catalog.values()]
      .filter((object) => !isOutside(object))
      .map((object) => translate(object, options)),
    ...outside.map(({ object }) => object),
    ...preparedObjects(options),
  ]);
  const { wanted, unmanaged } = source.withUnmanaged({ present, described });
  const left = outside.filter(({ kept }) => kept).map(({ object }) => ({ object }));
  return { wanted, unmanaged: withoutParts([...left, ...unmanaged], options) };
}

interface OutsideState {
  readonly object: CatalogObject;
  /** Whether the migrations alone concern it. */
  readonly kept: boolean;
}

/** Roles and the like, and the database itself: as the migrations leave them, unless the source changes them. */
function objectsOutside({ source, present }: WantedStateOptions): readonly OutsideState[] {
  const changes = ownChanges(source);
  const kept = [...present.values()]
    .filter((object) => isOutside(object) && !changes.has(keyOf(object)))
    .map((object) => ({ object, kept: true }));
  const changed = [...changes.values()].flatMap(({ after }) =>
    after && isOutside(after) ? [{ object: after, kept: false }] : [],
  );
  return [...kept, ...changed];
}

/** Changes that the source makes to its database; a database that already existed shows none. */
function ownChanges({ baseline, catalog }: SourceSchema): ReadonlyMap<string, Difference> {
  if (baseline.size === 0) return new Map();
  return new Map(diff(baseline, catalog).map((one) => [keyOf(subject(one)), one]));
}

/** What is created for the migrations before the first of them, such as the schema of their table. */
function preparedObjects({ source, replayed }: WantedStateOptions): readonly CatalogObject[] {
  return [...replayed.baseline.values()].filter(
    (object) =>
      !isOutside(object) && !source.baseline.has(keyOf(object)) && !source.catalog.has(keyOf(object)),
  );
}

function translate(object: CatalogObject, options: WantedStateOptions): CatalogObject {
  const { source, replayed, present, defaults } = options;
  const ours = present.get(keyOf(object));
  // What every new database contains may differ on another server for reasons of its own.
  if (ours && source.baseline.size === 0 && replayed.baseline.has(keyOf(object))) return ours;
  const mapped = mapRoles(object, { map: roleMap(source, replayed), defaults });
  return ours ? withGrantorsOf(ours, asInstalled(mapped, ours, source)) : mapped;
}

/** A role that owns objects after the migrations is meant where the source names it. */
function roleMap({ runner }: SourceSchema, replayed: WantedStateOptions['replayed']): RoleMap {
  const isKnown =
    runner === replayed.runner ||
    [...replayed.catalog.values()].some(({ attributes }) => attributes.owner === runner);
  return isKnown ? (role) => role : (role) => (role === runner ? replayed.runner : role);
}

/** Who installs an extension, and in which version, depends on the server. */
function asInstalled(object: CatalogObject, ours: CatalogObject, { baseline }: SourceSchema): CatalogObject {
  if (object.kind !== 'extension') return object;
  const attributes: Record<string, AttributeValue> = { ...object.attributes };
  for (const name of baseline.size === 0 ? ['owner', 'version'] : ['owner']) {
    const value = ours.attributes[name];
    if (value !== undefined) attributes[name] = value;
  }
  return { ...object, attributes };
}

/** Leaves out parts of unmanaged objects, and what no migration created or changed. */
function withoutParts(
  unmanaged: readonly Unmanaged[],
  { replayed, present }: WantedStateOptions,
): readonly Unmanaged[] {
  const byKey = new Map(unmanaged.map((one) => [keyOf(one.object), one]));
  const own = diff(replayed.baseline, present).filter((one) => byKey.has(keyOf(subject(one))));
  return withoutConsequences(own).flatMap((one) => byKey.get(keyOf(subject(one))) ?? []);
}
