import type { CatalogObject, Kind } from './object.js';

/** Attributes that name roles, which no order of repairs depends on. */
const holding = new Set(['owner', 'privileges', 'identity privileges']);

/**
 * Whether the text of an object names another one. Names are qualified, so a match is nearly always
 * a use; a false one only makes an order stricter than it need be.
 */
export function refersTo(object: CatalogObject, other: CatalogObject): boolean {
  if (object === other) return false;
  if (other.kind === 'schema')
    return object.name.startsWith(`${other.name}.`) || names(textOf(object), other.name);
  if (other.kind === 'column') return refersToColumn(object, other);
  if (other.kind === 'constraint') return refersToKey(object, other);
  const name = nameInText(other);
  return name !== undefined && names(textOf(object), name);
}

/** What no definition can name: nothing in PostgreSQL depends on an object of these kinds by its name. */
const neverNamed: ReadonlySet<Kind> = new Set([
  'cast',
  'comment',
  'database',
  'default privileges',
  'event trigger',
  'policy',
  'publication',
  'role membership',
  'rule',
  'security label',
  'setting',
  'statistics',
  'subscription',
  'transform',
  'trigger',
  'user mapping',
]);

/** A name without the arguments of a routine or operator, or the method of an operator class. */
const nameAlone = /^(?:"(?:[^"]|"")*"|[^"( ])+/u;

/** The object as a definition names it; `undefined` where none can. */
function nameInText({ kind, name }: CatalogObject): string | undefined {
  return neverNamed.has(kind) ? undefined : nameAlone.exec(name)?.[0];
}

/** Whatever is on the same relation may use its column; views name both. */
function refersToColumn(object: CatalogObject, column: CatalogObject): boolean {
  const relation = column.parent?.name ?? '';
  const name = column.name.slice(relation.length + 1);
  const text = textOf(object);
  return (object.parent?.name === relation || names(text, relation)) && names(text, name);
}

/** A foreign key names the table and columns of the key that it needs, not the key. */
function refersToKey(object: CatalogObject, key: CatalogObject): boolean {
  if (!/^(?:PRIMARY KEY|UNIQUE)/.test(String(key.attributes.definition))) return false;
  return textOf(object).includes(`REFERENCES ${key.parent?.name ?? ''}(`);
}

const texts = new WeakMap<CatalogObject, string>();

function textOf(object: CatalogObject): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const values = Object.entries(object.attributes).filter(([name]) => !holding.has(name));
  const text = values.map(([, value]) => [value].flat().join('\n')).join('\n');
  texts.set(object, text);
  return text;
}

function names(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return true;
  }
  return false;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\w"$]/.test(character);
}
