import type { Attributes, CatalogObject } from './object.js';

/** An attribute that is a text; `undefined` where it has its default. */
export function textOf({ attributes }: CatalogObject, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' ? value : undefined;
}

/** An attribute that a reader always gives. */
export function requiredText(object: CatalogObject, name: string): string {
  const value = textOf(object, name);
  if (value === undefined) throw new Error(`${object.kind} ${object.name} has no ${name}`);
  return value;
}

/** An attribute that is a list; empty where it has its default. */
export function listOf({ attributes }: CatalogObject, name: string): readonly string[] {
  const value = attributes[name];
  return typeof value === 'object' ? value : [];
}

/** The attributes with another value of one of them, or without it. */
export function withAttribute(
  attributes: Attributes,
  name: string,
  value: Attributes[string] | undefined,
): Attributes {
  const others = Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
  return value === undefined ? others : { ...others, [name]: value };
}
