import { localName } from '../../catalog/model/qualified-name.js';

export interface QualifiedParts {
  readonly schema: string;
  readonly name: string;
}

/** Schema and name of an object without quotes. */
export function splitQualified(printed: string): QualifiedParts {
  const name = localName(printed);
  return { schema: unquote(printed.slice(0, -name.length - 1)), name: unquote(name) };
}

/** An identifier as it is, without the quotes that SQL needs. */
export function unquote(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}

/** As people call it: the schema `public` goes without saying. */
export function shortName(printed: string): string {
  return printed.startsWith('public.') ? printed.slice('public.'.length) : printed;
}
