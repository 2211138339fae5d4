import { keyOf, type CatalogObject, type Snapshot } from '../../catalog/model/object.js';
import { refersTo } from '../../catalog/model/object-references.js';
import { isSameAttribute } from '../../catalog/model/same-attribute.js';
import { toSnapshot } from '../../catalog/model/snapshot.js';
import type { Unmanaged, WantedSchema } from '../source.js';
import { isUsual } from './expressible.js';
import { Fates, type DrizzleStates } from './fates.js';
import { followParents } from './follow-parents.js';
import { mergeObject } from './merge-object.js';
import { withPresentSerialNames } from './serial-sequences.js';

/**
 * The schema that a Drizzle schema asks for in a database that migrations made: what it describes, and everything of
 * the migrations for which Drizzle has no words.
 */
export function wantedSchema(given: DrizzleStates): WantedSchema {
  const { present, scope } = given;
  const states = { ...given, described: withPresentSerialNames(given.described, present) };
  const fates = new Fates(states);
  const kept = [...present.values()].flatMap((object) => keep(object, { ...states, fates }));
  const added = [...states.described.values()].filter(
    (object) => !present.has(keyOf(object)) && scope.includes(object),
  );
  const whole = followParents(toSnapshot([...kept, ...added]), present);
  const wanted = withoutEmptySchemas(whole, states);
  return { wanted, unmanaged: findUnmanaged({ ...states, fates }, wanted) };
}

type Decided = DrizzleStates & { readonly fates: Fates };

function keep(object: CatalogObject, { fates, ...states }: Decided): readonly CatalogObject[] {
  const fate = fates.of(object);
  if (fate === 'removed') return [];
  const other = states.described.get(keyOf(object));
  return [fate === 'described' && other ? mergeObject(object, other, states) : object];
}

/** A schema that Drizzle does not have is dropped once nothing is in it. */
function withoutEmptySchemas(wanted: Snapshot, { described, scope }: DrizzleStates): Snapshot {
  const objects = [...wanted.values()];
  const isNeeded = (schema: CatalogObject) =>
    schema.name === 'public' ||
    schema.attributes['part of'] !== undefined ||
    described.has(keyOf(schema)) ||
    !scope.includes(schema) ||
    objects.some((object) => !isAbout(object, schema) && refersTo(object, schema));
  const empty = new Set(objects.filter((one) => one.kind === 'schema' && !isNeeded(one)).map(keyOf));
  return toSnapshot(
    objects.filter((one) => !empty.has(keyOf(one)) && !(one.parent && empty.has(keyOf(one.parent)))),
  );
}

/** Comments on a schema go with it. */
function isAbout({ parent }: CatalogObject, schema: CatalogObject): boolean {
  return parent !== undefined && keyOf(parent) === keyOf(schema);
}

function findUnmanaged(decided: Decided, wanted: Snapshot): readonly Unmanaged[] {
  const { present, described, baseline, fates } = decided;
  return [...present.values()].flatMap((object): readonly Unmanaged[] => {
    const other = described.get(keyOf(object));
    if (fates.of(object) === 'described' && other) return differingOnly(wanted.get(keyOf(object)), other);
    if (
      fates.of(object) !== 'left' ||
      isUsual(object) ||
      baseline.has(keyOf(object)) ||
      isPartOfUnmanaged(object, decided)
    )
      return [];
    return [{ object }];
  });
}

/** The attributes for which Drizzle has no words, or for part of them: the wanted object has more than Drizzle says. */
function differingOnly(object: CatalogObject | undefined, other: CatalogObject): readonly Unmanaged[] {
  if (!object) return [];
  const { kind } = object;
  const names = new Set([...Object.keys(object.attributes), ...Object.keys(other.attributes)]);
  const attributes = [...names].filter(
    (name) =>
      !derived.has(name) &&
      !isSameAttribute({ kind, attribute: name }, object.attributes[name], other.attributes[name]),
  );
  return attributes.length > 0 ? [{ object, attributes: attributes.sort() }] : [];
}

/** Attributes that follow from others, and whether a view has rows. */
const derived: ReadonlySet<string> = new Set(['owned by', 'data type', 'identity type', 'populated']);

function isPartOfUnmanaged({ parent }: CatalogObject, { present, fates }: Decided): boolean {
  const above = parent && present.get(keyOf(parent));
  return above !== undefined && fates.of(above) === 'left' && !isUsual(above);
}
