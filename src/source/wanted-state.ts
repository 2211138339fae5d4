import { diff, subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import { keyOf, type AttributeValue, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { isOutside } from '../catalog/model/outside.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { mapRoles, withGrantorsOf, type RoleMap } from '../compare/map-roles.js';
import type { DefaultPrivileges } from '../database-state/default-privileges.js';
import type { Replayed } from '../scratch-run/replay.js';
import type { SourceSchema } from './source.js';

/** The state that a migration must reach, next to the one that the migrations lead to. */
export interface WantedState {
  readonly from: Snapshot;
  readonly to: Snapshot;
  /** Objects that the migrations created or changed and that the source cannot describe; they stay as they are. */
  readonly unmanaged: readonly CatalogObject[];
}

export interface WantedStateOptions {
  readonly source: SourceSchema;
  /** The result of the project's migrations. */
  readonly replayed: Replayed;
  readonly defaults: DefaultPrivileges;
}

/**
 * Returns the wanted state in the terms of the migrations: objects that the source gives no owner belong to the
 * role that runs the migrations, and what the source cannot describe stays as the migrations leave it.
 */
export function wantedState(options: WantedStateOptions): WantedState {
  const { source, replayed } = options;
  const from = new Map(replayed.catalog);
  const described = [...source.catalog.values()].filter((object) => isDescribed(object, source));
  const wanted = new Map(
    described.map((object) => translate(object, options)).map((one) => [keyOf(one), one]),
  );
  const changes = ownChanges(source);
  const kept: CatalogObject[] = [];
  for (const [key, object] of from) {
    if (wanted.has(key) || !staysWithout(object, { source, replayed, wanted })) continue;
    const change = changes.get(key);
    if (isOutside(object) && change) {
      if (change.after) wanted.set(key, change.after);
      continue;
    }
    wanted.set(key, object);
    kept.push(object);
  }
  for (const [key, { after }] of changes) {
    if (after && isOutside(after) && !from.has(key)) wanted.set(key, after);
  }
  const to = toSnapshot(wanted.values());
  return { from, to, unmanaged: unmanagedOf(kept, options) };
}

function isDescribed(object: CatalogObject, source: SourceSchema): boolean {
  return !isOutside(object) && !source.isUnmanaged(object);
}

/** Changes that the source makes to its database; a database that already existed shows none. */
function ownChanges({ baseline, catalog }: SourceSchema): ReadonlyMap<string, Difference> {
  if (baseline.size === 0) return new Map();
  return new Map(diff(baseline, catalog).map((one) => [keyOf(subject(one)), one]));
}

function translate(object: CatalogObject, { source, replayed, defaults }: WantedStateOptions): CatalogObject {
  const ours = replayed.catalog.get(keyOf(object));
  // What every new database contains may differ on another server for reasons of its own.
  if (ours && source.baseline.size === 0 && replayed.baseline.has(keyOf(object))) return ours;
  const mapped = mapRoles(object, { map: roleMap(source, replayed), defaults });
  if (!ours) return mapped;
  const adopted = adopt(
    [...source.unmanagedAttributes(object), ...installedBy(object, source)],
    mapped,
    ours,
  );
  return withGrantorsOf(ours, adopted);
}

/** A role that owns objects after the migrations is meant where the source names it. */
function roleMap({ runner }: SourceSchema, replayed: Replayed): RoleMap {
  const isKnown =
    runner === replayed.runner ||
    [...replayed.catalog.values()].some(({ attributes }) => attributes.owner === runner);
  return isKnown ? (role) => role : (role) => (role === runner ? replayed.runner : role);
}

/** Who installs an extension, and in which version, depends on the server. */
function installedBy({ kind }: CatalogObject, { baseline }: SourceSchema): readonly string[] {
  if (kind !== 'extension') return [];
  return baseline.size === 0 ? ['owner', 'version'] : ['owner'];
}

/** Takes attributes from another object. */
function adopt(names: readonly string[], object: CatalogObject, other: CatalogObject): CatalogObject {
  if (names.length === 0) return object;
  const attributes: Record<string, AttributeValue> = { ...object.attributes };
  for (const name of names) {
    const value = other.attributes[name];
    if (value === undefined) delete attributes[name];
    else attributes[name] = value;
  }
  return { ...object, attributes };
}

interface Surroundings {
  readonly source: SourceSchema;
  readonly replayed: Replayed;
  readonly wanted: ReadonlyMap<string, CatalogObject>;
}

/**
 * Whether an object that the source does not contain stays: it cannot describe the object, or no migration
 * created it, and what it belongs to stays as well.
 */
function staysWithout(object: CatalogObject, { source, replayed, wanted }: Surroundings): boolean {
  const { parent } = object;
  if (parent && !wanted.has(keyOf(parent)) && replayed.catalog.has(keyOf(parent))) return false;
  if (isOutside(object) || source.isUnmanaged(object)) return true;
  return replayed.baseline.has(keyOf(object)) && !source.baseline.has(keyOf(object));
}

/** Names what the migrations created or changed, without its parts. */
function unmanagedOf(
  kept: readonly CatalogObject[],
  { replayed }: WantedStateOptions,
): readonly CatalogObject[] {
  const keys = new Set(kept.map(keyOf));
  const own = diff(replayed.baseline, replayed.catalog).filter((one) => keys.has(keyOf(subject(one))));
  return withoutConsequences(own).map(subject);
}
