import { constraintTypeOf, typeOfDefinition } from './constraint-type.js';
import { splitList } from './list-syntax.js';
import { mentionedNames, type MentionedNames } from './mentioned-names.js';
import { traitsOf } from './kind-traits.js';
import { keyOf, type CatalogObject, type ObjectKey } from './object.js';
import { localName } from './qualified-name.js';

/** `loose`: only the body of a function in SQL names it, which PostgreSQL does not record. */
export type Strength = 'firm' | 'loose';

export interface Reference {
  readonly object: CatalogObject;
  readonly strength: Strength;
}

/**
 * Finds which of some objects another one needs by what its definition names. All names are
 * qualified, so that a name is nearly always a use; a false one only makes an order stricter than it
 * need be.
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

  /** What the object needs, each once; not itself. */
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

/** The parent, and the schema that the object is in. */
function hangingOn({ name, parent }: CatalogObject): readonly string[] {
  return [...(parent ? [keyOf(parent), `of ${parent.name}`] : []), `schema ${schemaOf(name)}`];
}

/** Names that lead to the object; those of other things than names in definitions have a word before. */
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

/** `public.mood` of `(text AS public.mood)`. */
function castTarget({ name }: CatalogObject): string {
  return name.slice(name.lastIndexOf(' AS ') + ' AS '.length, -1);
}

/** A name without the arguments of a routine or operator, or the method of an operator class. */
const nameAlone = /^(?:"(?:[^"]|"")*"|[^"( ])+/u;

/** An object as definitions name it. */
export function nameInText({ name }: Pick<CatalogObject, 'name'>): string {
  return nameAlone.exec(name)?.[0] ?? name;
}

/** How much one object needs another; `undefined` where it does not. */
export function strengthOf(user: CatalogObject, object: CatalogObject): Strength | undefined {
  if (hangsOn(user, object)) return 'firm';
  const { firm, loose } = mentionedNames(user);
  if (namesObject(user, object, firm)) return 'firm';
  return namesObject(user, object, loose) || namesLocally(object, loose) ? 'loose' : undefined;
}

/** Whether an object cannot be there without another one. */
export function refersTo(user: CatalogObject, object: CatalogObject): boolean {
  return user !== object && strengthOf(user, object) === 'firm';
}

/** A sequence is there before the table whose column owns it. */
function hangsOn({ kind, name, parent }: CatalogObject, object: CatalogObject): boolean {
  if (object.kind === 'schema') return object.name !== '' && schemaOf(name) === object.name;
  return parent !== undefined && kind !== 'sequence' && keyOf(parent) === keyOf(object);
}

/** The schema of a qualified name; empty where it has none. */
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

/** The body of a function need not qualify what it names. */
function namesLocally(object: CatalogObject, loose: Names): boolean {
  const name = localName(nameInText(object));
  const isCalled = object.kind === 'function' || object.kind === 'aggregate';
  return traitsOf(object.kind).namedBy === 'everywhere' && loose.has(isCalled ? `${name}(` : name);
}

/** Whatever is on the same relation may use its column; views name both. */
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
 * A foreign key names the table and columns of the key that it needs, not the key; a view that groups
 * by a primary key shows the other columns only while it is there.
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

/** `(a, "b c") …` as its columns. */
function listAt(text: string): readonly string[] {
  const end = /^\((?:"(?:[^"]|"")*"|[^")])*\)/u.exec(text)?.[0] ?? '()';
  return splitList(end.slice(1, -1));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
