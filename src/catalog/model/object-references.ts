import { mentionedNames, type MentionedNames } from './mentioned-names.js';
import { definesColumns, isRoutine, traitsOf } from './kind-traits.js';
import { keyOf, type CatalogObject } from './object.js';
import { localName } from './qualified-name.js';

/** `loose`: only the body of an SQL function names the object, for which PostgreSQL records no dependency. */
export type Strength = 'firm' | 'loose';

export interface Reference {
  readonly object: CatalogObject;
  readonly strength: Strength;
}

/**
 * Finds the dependencies of an object by the names in its definition. All names are qualified, so a name is
 * nearly always a reference; a false match only makes an order stricter than necessary.
 */
export class ReferenceIndex {
  readonly #byName = new Map<string, CatalogObject[]>();

  constructor(objects: Iterable<CatalogObject>) {
    for (const object of objects) {
      for (const name of indexedNames(object)) {
        const others = this.#byName.get(name);
        if (others) others.push(object);
        else this.#byName.set(name, [object]);
      }
    }
  }

  tableNamed(name: string): CatalogObject | undefined {
    return this.#byName.get(name)?.find((object) => object.name === name && definesColumns(object));
  }

  /** Returns each object that the given one depends on, once, without the object itself. */
  referencesOf(user: CatalogObject): readonly Reference[] {
    const found = new Map<CatalogObject, Strength>();
    for (const object of this.#candidates(user)) {
      if (object === user || found.has(object)) continue;
      const strength = strengthOf(user, object);
      if (strength) found.set(object, strength);
    }
    return [...found].map(([object, strength]) => ({ object, strength }));
  }

  *#candidates(user: CatalogObject): Iterable<CatalogObject> {
    const { firm, loose } = mentionedNames(user);
    for (const names of [firm, loose, hangingOn(user)]) {
      for (const name of names) yield* this.#byName.get(name) ?? [];
    }
  }
}

/** Index keys for the parent of an object, and for its schema. */
function hangingOn({ name, parent }: CatalogObject): readonly string[] {
  return [...(parent ? [keyOf(parent), `of ${parent.name}`] : []), `schema ${schemaOf(name)}`];
}

/** Index keys of an object; keys other than names in definitions start with a word, such as the kind. */
function indexedNames(object: CatalogObject): readonly string[] {
  const { kind, name } = object;
  const names = [keyOf(object)];
  const { namedBy, references } = traitsOf(kind);
  if (references) return [...names, ...references.indexedNames(object)];
  if (namedBy === 'everywhere') return [...names, nameInText(object), localName(nameInText(object))];
  return namedBy.length > 0 ? [...names, name] : names;
}

/** The name without the arguments of a routine or operator, and without the method of an operator class. */
const nameAlone = /^(?:"(?:[^"]|"")*"|[^"( ])+/u;

/** Returns the name of an object as definitions refer to it. */
export function nameInText({ name }: Pick<CatalogObject, 'name'>): string {
  return nameAlone.exec(name)?.[0] ?? name;
}

/** Returns how strongly one object depends on another; `undefined` where it does not. */
export function strengthOf(user: CatalogObject, object: CatalogObject): Strength | undefined {
  if (hangsOn(user, object)) return 'firm';
  const { firm, loose } = mentionedNames(user);
  if (namesObject(user, object, firm)) return 'firm';
  if (loose.size === 0) return undefined;
  const all = new Set([...firm, ...loose]);
  return namesObject(user, object, all) || namesLocally(object, loose) ? 'loose' : undefined;
}

/** Whether an object cannot exist without another one. */
export function refersTo(user: CatalogObject, object: CatalogObject): boolean {
  return user !== object && strengthOf(user, object) === 'firm';
}

/** Whether the object is the schema, or the parent that is created first. */
function hangsOn({ kind, name, parent }: CatalogObject, object: CatalogObject): boolean {
  if (traitsOf(object.kind).qualifies !== 'nothing')
    return object.name !== '' && schemaOf(name) === object.name;
  if (parent === undefined || traitsOf(kind).created === 'before its parent') return false;
  return keyOf(parent) === keyOf(object);
}

/** The schema of a qualified name; empty if the name is not qualified. */
function schemaOf(name: string): string {
  return /^((?:"(?:[^"]|"")*")|[^".( ]+)\./u.exec(name)?.[1] ?? '';
}

type Names = MentionedNames['firm'];

function namesObject(user: CatalogObject, object: CatalogObject, names: Names): boolean {
  const { kind, name } = object;
  if (isRoutine(object)) {
    return (
      names.has(`${nameInText(object)}(`) ||
      (traitsOf(user.kind).names.functions === 'without parentheses' && names.has(nameInText(object)))
    );
  }
  const { namedBy, references } = traitsOf(kind);
  if (references) return references.isNamed(user, object, names);
  if (namedBy === 'everywhere') return names.has(nameInText(object));
  return namedBy.includes(user.kind) && names.has(name);
}

/** Names in a function body may be unqualified. */
function namesLocally(object: CatalogObject, loose: Names): boolean {
  const name = localName(nameInText(object));
  const { references, namedBy } = traitsOf(object.kind);
  if (references) return references.isNamedInBody?.(object, loose) === true;
  return namedBy === 'everywhere' && loose.has(isRoutine(object) ? `${name}(` : name);
}
