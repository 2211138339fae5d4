import type { Value } from './call.js';
import { name, unquote } from './sql-pieces.js';

export interface NameContext {
  /** The first schema of the search path, whose objects need no schema in their names. */
  readonly schema: string;
  /** The table of an index that one of the directions creates. */
  readonly tableOfIndex: (index: string) => string | undefined;
}

/** The name of an object as node-pg-migrate takes it: `users`, or `{ schema: 'app', name: 'users' }`. */
export function nameOf(text: string, { schema: main }: Pick<NameContext, 'schema'>): Value {
  const [, schema, local = text] = new RegExp(`^(${name})\\.(${name})$`).exec(text) ?? [];
  if (schema === undefined || unquote(schema) === main) return unquote(local);
  return { schema: unquote(schema), name: unquote(local) };
}
