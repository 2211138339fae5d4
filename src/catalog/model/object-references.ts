import { constraintTypeOf, typeOfDefinition } from './constraint-type.js';
import { splitList } from './list-syntax.js';
import { mentionedNames, type MentionedNames } from './mentioned-names.js';
import { traitsOf } from './kind-traits.js';
import { keyOf, type CatalogObject, type ObjectKey } from './object.js';
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

  find(key: ObjectKey): CatalogObject | undefined {
    return this.#byName.get(keyOf(key))?.find((object) => keyOf(object) === keyOf(key));
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
  const { kind, name, parent } = object;
  const names = [keyOf(object)];
  const { namedBy } = traitsOf(kind);
  if (namedBy === 'everywhere') return [...names, nameInText(object), localName(nameInText(object))];
  if (namedBy.length > 0) return [...names, name];
  if (kind === 'cast') return [...names, castTarget(object)];
  if (kind === 'column' || isKey(object) || isUniqueIndex(object)) {
    return parent ? [...names, tableOf(object), `of ${tableOf(object)}`] : names;
  }
  return names;
}

/** Returns `public.mood` for `(text AS public.mood)`. */
function castTarget({ name }: CatalogObject): string {
  return name.slice(name.lastIndexOf(' AS ') + ' AS '.length, -1);
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
  return namesObject(user, object, loose) || namesLocally(object, loose) ? 'loose' : undefined;
}

/** Whether an object cannot exist without another one. */
export function refersTo(user: CatalogObject, object: CatalogObject): boolean {
  return user !== object && strengthOf(user, object) === 'firm';
}

/**
 * Whether the object is the parent or the schema. A sequence is created before the table whose column owns
 * it.
 */
function hangsOn({ kind, name, parent }: CatalogObject, object: CatalogObject): boolean {
  if (object.kind === 'schema') return object.name !== '' && schemaOf(name) === object.name;
  return parent !== undefined && kind !== 'sequence' && keyOf(parent) === keyOf(object);
}

/** The schema of a qualified name; empty if the name is not qualified. */
function schemaOf(name: string): string {
  return /^((?:"(?:[^"]|"")*")|[^".( ]+)\./u.exec(name)?.[1] ?? '';
}

type Names = MentionedNames['firm'];

function namesObject(user: CatalogObject, object: CatalogObject, names: Names): boolean {
  const { kind, name } = object;
  if (kind === 'function' || kind === 'aggregate') {
    return (
      names.has(`${nameInText(object)}(`) ||
      (traitsOf(user.kind).names.functions === 'without parentheses' && names.has(nameInText(object)))
    );
  }
  if (kind === 'cast') return traitsOf(user.kind).names.casts === 'implied' && names.has(castTarget(object));
  const { namedBy } = traitsOf(kind);
  if (namedBy === 'everywhere') return names.has(nameInText(object));
  if (kind === 'column') return namesColumn(user, object, names);
  if (kind === 'constraint' || kind === 'index') return needsKey(user, object);
  return namedBy.includes(user.kind) && names.has(name);
}

/** Names in a function body may be unqualified. */
function namesLocally(object: CatalogObject, loose: Names): boolean {
  const name = localName(nameInText(object));
  const isCalled = object.kind === 'function' || object.kind === 'aggregate';
  return traitsOf(object.kind).namedBy === 'everywhere' && loose.has(isCalled ? `${name}(` : name);
}

/** Any object on the same relation may use its column; views name both the relation and the column. */
function namesColumn(user: CatalogObject, column: CatalogObject, names: Names): boolean {
  if (user.kind === 'column' && user.parent?.name !== column.parent?.name) return false;
  const relation = column.parent?.name ?? '';
  const name = column.name.slice(relation.length + 1);
  return (user.parent?.name === relation || names.has(relation)) && names.has(name);
}

const isKey = (object: CatalogObject): boolean => {
  const type = constraintTypeOf(object);
  return type === 'primary key' || type === 'unique';
};

const isUniqueIndex = ({ attributes: { definition }, kind }: CatalogObject): boolean =>
  kind === 'index' && String(definition).startsWith('CREATE UNIQUE INDEX');

function tableOf({ parent }: CatalogObject): string {
  return parent?.name ?? '';
}

/**
 * A foreign key names the table and columns of the key that it depends on, not the key itself. A view that
 * groups by a primary key can select other columns only while that key exists.
 */
function needsKey(user: CatalogObject, key: CatalogObject): boolean {
  if (!isKey(key) && !isUniqueIndex(key)) return false;
  const definition = String(user.attributes.definition);
  if (user.kind === 'constraint') {
    const columns = referencedColumns(definition, tableOf(key));
    return columns !== undefined && isSameSet(columns, keyColumns(key));
  }
  if (constraintTypeOf(key) !== 'primary key') return false;
  const { firm } = mentionedNames(user);
  return /\bGROUP BY\b/.test(definition) && firm.has(tableOf(key));
}

/** The columns of a table that a foreign key refers to. */
export function referencedColumns(definition: string, table: string): readonly string[] | undefined {
  const start = definition.indexOf(` REFERENCES ${table}(`);
  if (typeOfDefinition(definition) !== 'foreign key' || start < 0) return undefined;
  return listAt(definition.slice(start + ` REFERENCES ${table}`.length));
}

function keyColumns({ attributes: { definition } }: CatalogObject): readonly string[] {
  return listAt(String(definition).replace(/^(?:CREATE UNIQUE INDEX .*? USING \w+ |[A-Z ]+)(?=\()/u, ''));
}

/** Parses a list such as `(a, "b c") …` into its columns. */
function listAt(text: string): readonly string[] {
  const end = /^\((?:"(?:[^"]|"")*"|[^")])*\)/u.exec(text)?.[0] ?? '()';
  return splitList(end.slice(1, -1));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
