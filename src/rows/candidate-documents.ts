import type { Constants } from './constants.js';

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Values of documents for keys that conditions mention. */
const members: readonly Json[] = [1, 'sample', true, [1], { a: 1 }, 2, 'second'];

/** Documents with the keys that conditions mention, and documents of each JSON type. */
export function candidateDocuments({ strings, numbers }: Constants): readonly string[] {
  const keys = strings.filter((text) => /^\w[\w -]*$/.test(text));
  const objects = members.map((value) => Object.fromEntries(keys.map((key) => [key, value])));
  const single = keys.flatMap((key) => keys.map((value) => ({ [key]: value })));
  const lists = [1, 2, 3, ...numbers]
    .filter((length) => Number.isInteger(length) && length > 0 && length <= 100)
    .flatMap((length) => [Array<Json>(length).fill(length), Array<Json>(length).fill({ n: 1 })]);
  return [...objects, ...single.slice(0, 30), ...lists, {}, [], 'sample', 1, true].map(print);
}

/** Prints a value as `jsonb` does, so that a change from `json` to `jsonb` and back keeps the text. */
function print(value: Json): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(print).join(', ')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}: ${print(member)}`).join(', ')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
