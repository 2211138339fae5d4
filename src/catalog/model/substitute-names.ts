import { toSnapshot } from './snapshot.js';
import { keepIdentity } from './identity.js';
import { traitsOf } from './kind-traits.js';
import { beforeBody } from './mentioned-names.js';
import type { Attributes, AttributeValue, CatalogObject, Kind, ObjectKey, Snapshot } from './object.js';

/** A name to replace wherever it is a word of its own; the name of a schema ends in a point. */
export interface NameChange {
  readonly from: string;
  readonly to: string;
  /**
   * Replace it only in objects that name this relation, because the local name of a column is ambiguous
   * elsewhere.
   */
  readonly within?: string;
  /**
   * Replace only the name of objects of this kind, and references by kind and name, such as those of
   * comments.
   */
  readonly of?: Kind;
}

/** Returns a snapshot as PostgreSQL would print it after the objects were renamed. */
export function substituteNames(snapshot: Snapshot, changes: readonly NameChange[]): Snapshot {
  if (changes.length === 0) return snapshot;
  return toSnapshot([...snapshot.values()].map((object) => changes.reduce(substitute, object)));
}

function substitute(object: CatalogObject, change: NameChange): CatalogObject {
  return keepIdentity(substituted(object, change), object);
}

function substituted(object: CatalogObject, change: NameChange): CatalogObject {
  if (change.of !== undefined) return substituteKind(object, change, change.of);
  if (change.within !== undefined && !mentions(object, change.within)) return object;
  const replace = (text: string): string => {
    const head = beforeBody(text);
    return replaceWord(head, change) + text.slice(head.length);
  };
  const key = ({ kind, name }: ObjectKey): ObjectKey => ({
    kind,
    name:
      traitsOf(kind).qualifies !== 'nothing' ? replaceWord(`${name}.`, change).slice(0, -1) : replace(name),
  });
  const { parent, cascadesFrom, order } = object;
  return {
    kind: object.kind,
    name: change.within === undefined ? key(object).name : object.name,
    ...(parent ? { parent: key(parent) } : {}),
    ...(cascadesFrom ? { cascadesFrom: key(cascadesFrom) } : {}),
    attributes: isAboutOther(object) ? object.attributes : mapValues(object.attributes, replace),
    ...(order ? { order: order.map(replace) } : {}),
  };
}

function substituteKind(object: CatalogObject, { from, to }: NameChange, kind: Kind): CatalogObject {
  const key = (one: ObjectKey): ObjectKey =>
    one.kind === kind && one.name === from ? { kind, name: to } : one;
  const { parent, cascadesFrom } = object;
  const { namingAttribute } = traitsOf(kind);
  const phrase = { from: `${kind} ${from}`, to: `${kind} ${to}` };
  return {
    ...object,
    name: isAboutOther(object) ? replaceWord(object.name, phrase) : key(object).name,
    ...(parent ? { parent: key(parent) } : {}),
    ...(cascadesFrom ? { cascadesFrom: key(cascadesFrom) } : {}),
    attributes:
      object.attributes[namingAttribute] === from
        ? { ...object.attributes, [namingAttribute]: to }
        : object.attributes,
  };
}

/** Whether it is a comment or a security label, whose text is not SQL. */
function isAboutOther({ kind }: CatalogObject): boolean {
  return traitsOf(kind).scope === 'as its object';
}

function mapValues(attributes: Attributes, replace: (text: string) => string): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, mapValue(value, replace)]),
  );
}

function mapValue(value: AttributeValue, replace: (text: string) => string): AttributeValue {
  return typeof value === 'string' ? replace(value) : value.map(replace);
}

function mentions(object: CatalogObject, name: string): boolean {
  return [object.name, object.parent?.name ?? '', ...Object.values(object.attributes).flat()].some((text) =>
    text.includes(name),
  );
}

function replaceWord(text: string, { from, to }: NameChange): string {
  let result = text;
  for (let at = result.indexOf(from); at >= 0; at = result.indexOf(from, at + to.length)) {
    const endsWord = from.endsWith('.') || !isWordPart(result[at + from.length]);
    const isWord = endsWord && !isWordPart(result[at - 1]);
    if (isWord) result = result.slice(0, at) + to + result.slice(at + from.length);
    else at += from.length - to.length;
  }
  return result;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\w"$]/.test(character);
}
