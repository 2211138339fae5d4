import { localName } from '../../catalog/model/qualified-name.js';

export interface QualifiedParts {
  readonly schema: string;
  readonly name: string;
}

/** Splits a qualified name into schema and name, without quotes. */
export function splitQualified(printed: string): QualifiedParts {
  const name = localName(printed);
  return { schema: unquote(printed.slice(0, -name.length - 1)), name: unquote(name) };
}

/** Removes the quotes that an identifier needs in SQL. */
export function unquote(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}

/** Omits the schema if it is `public`. */
export function shortName(printed: string): string {
  return printed.startsWith('public.') ? printed.slice('public.'.length) : printed;
}
