import { kindNames, traitsOf } from '../../catalog/kinds/lists.js';

/** `2 tables`, `2 indexes`, `2 policies`; the names of kinds are those of PostgreSQL's manual. */
export function countOf(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  const kind = kindNames().find((name) => name === noun);
  if (kind !== undefined) return traitsOf(kind).plural;
  if (/(s|x)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
