import type { Attributes, CatalogObject } from './object.js';

/** Returns a text attribute; `undefined` where it has its default value. */
export function textOf({ attributes }: CatalogObject, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' ? value : undefined;
}

/** Returns a text attribute that the reader of the kind always sets. */
export function requiredText(object: CatalogObject, name: string): string {
  const value = textOf(object, name);
  if (value === undefined) throw new Error(`${object.kind} ${object.name} has no ${name}`);
  return value;
}

/** Returns a list attribute; an empty list where it has its default value. */
export function listOf({ attributes }: CatalogObject, name: string): readonly string[] {
  const value = attributes[name];
  return typeof value === 'object' ? value : [];
}

/** Returns the attributes with one of them replaced, or removed where `value` is `undefined`. */
export function withAttribute(
  attributes: Attributes,
  name: string,
  value: Attributes[string] | undefined,
): Attributes {
  const others = Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
  return value === undefined ? others : { ...others, [name]: value };
}
