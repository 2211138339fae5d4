import { withAttribute } from '../../catalog/model/attribute.js';
import {
  keyOf,
  type Attributes,
  type CatalogObject,
  type Kind,
  type ObjectKey,
  type Snapshot,
} from '../../catalog/model/object.js';
import { isSameAttribute } from '../../catalog/model/same-attribute.js';
import { mergeConstraint } from './expressible-constraint.js';
import { mergeIndex } from './expressible-index.js';
import { expressibleAttributes } from './expressible.js';
import { serialOf } from './serial-sequences.js';

export interface Merging {
  readonly present: Snapshot;
  readonly described: Snapshot;
}

/** The object that is wanted: the described one, with everything of the present one that Drizzle has no words for. */
export function mergeObject(object: CatalogObject, other: CatalogObject, states: Merging): CatalogObject {
  return (merging[object.kind] ?? mergePlain)(object, other, states);
}

type Merge = (object: CatalogObject, other: CatalogObject, states: Merging) => CatalogObject;

const merging: Partial<Record<Kind, Merge>> = {
  constraint: mergeConstraint,
  index: (object, other) => {
    if (object.parent?.kind !== other.parent?.kind) return other;
    return object.parent?.kind === 'constraint' ? object : mergeIndex(object, other);
  },
  sequence: mergeSequence,
  column: (object, other, states) => ({ ...object, attributes: mergeColumn(object, other, states) }),
  table: (object, other) => ({
    ...object,
    attributes: mergeAttributes(object, other),
    order: mergeOrder(object, other),
  }),
};

function mergePlain(object: CatalogObject, other: CatalogObject): CatalogObject {
  const attributes = mergeAttributes(object, other);
  const isRedefined = attributes.definition !== object.attributes.definition;
  return { ...object, attributes, ...(isRedefined && other.order ? { order: other.order } : {}) };
}

function mergeAttributes(object: CatalogObject, other: CatalogObject): Attributes {
  const { kind } = object;
  return (expressibleAttributes[kind] ?? []).reduce((attributes, attribute) => {
    const value = other.attributes[attribute];
    const isSame = isSameAttribute({ kind, attribute }, attributes[attribute], value);
    return isSame ? attributes : withAttribute(attributes, attribute, value);
  }, object.attributes);
}

/** Columns keep their places, which PostgreSQL cannot change; new ones come last. */
function mergeOrder(
  { order: was = [] }: CatalogObject,
  { order: is = [] }: CatalogObject,
): readonly string[] {
  return [...was.filter((name) => is.includes(name)), ...is.filter((name) => !was.includes(name))];
}

function mergeColumn(object: CatalogObject, other: CatalogObject, { present }: Merging): Attributes {
  const merged = mergeAttributes(object, other);
  const type = isDomainOver(object, other, present) ? object.attributes.type : other.attributes.type;
  let attributes = withAttribute(merged, 'type', type);
  if (baseType(type) !== baseType(object.attributes.type)) attributes = take(ofType, attributes, other);
  if (merged.generated === undefined || object.attributes.generated === undefined)
    attributes = take(['generated kind'], attributes, other);
  if (merged.identity === undefined || object.attributes.identity === undefined)
    attributes = take(ofIdentity, attributes, other);
  return attributes;
}

/** Attributes that belong to a type and go with it. */
const ofType = ['collation', 'storage', 'compression'];

const ofIdentity = ['identity type', 'identity persistence', 'identity privileges'];

function take(names: readonly string[], attributes: Attributes, from: CatalogObject): Attributes {
  return names.reduce((all, name) => withAttribute(all, name, from.attributes[name]), attributes);
}

/** The type without length and precision. */
function baseType(type: unknown): string {
  return String(type).replace(/\([^)]*\)/u, '');
}

/** Drizzle describes a column of a domain by the type that the domain is based on. */
function isDomainOver(object: CatalogObject, other: CatalogObject, present: Snapshot): boolean {
  const wanted = String(other.attributes.type);
  let type = String(object.attributes.type);
  for (let depth = 0; depth < deepest && type !== wanted; depth += 1) {
    const domain = findDomain(type, present);
    if (!domain) return false;
    type = String(domain.attributes.type) + type.slice(domain.name.length);
  }
  return type === wanted;
}

/** Domains of domains; far more than anybody writes. */
const deepest = 20;

/** The domain of `public.email` and of `public.email[]`. */
function findDomain(type: string, present: Snapshot): CatalogObject | undefined {
  return present.get(keyOf({ kind: 'domain', name: type.replace(/\[\]$/u, '') }));
}

function mergeSequence(object: CatalogObject, other: CatalogObject, states: Merging): CatalogObject {
  const { present, described } = states;
  const [before, after] = [columnOf(object, present), columnOf(other, described)];
  const isSerial = before && after && serialOf(before, present) && serialOf(after, described);
  if (isSerial) return { ...object, attributes: followType(object, { before, after, other }) };
  if (object.parent && !described.has(keyOf(object.parent))) return other;
  return mergePlain(object, other);
}

function columnOf(
  { parent }: { readonly parent?: ObjectKey },
  snapshot: Snapshot,
): CatalogObject | undefined {
  return parent && snapshot.get(keyOf(parent));
}

/** A sequence with the type of its column changes with it. */
function followType(
  sequence: CatalogObject,
  { before, after, other }: Readonly<Record<'before' | 'after' | 'other', CatalogObject>>,
): Attributes {
  const { attributes } = sequence;
  const isOfColumn = (attributes['data type'] ?? 'bigint') === before.attributes.type;
  const isChanged = before.attributes.type !== after.attributes.type;
  return isOfColumn && isChanged ? take(['data type'], attributes, other) : attributes;
}
