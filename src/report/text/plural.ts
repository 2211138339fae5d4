const unchanged = new Set(['statistics', 'default privileges', 'parameter privileges']);

/** `2 tables`, `2 indexes`, `2 policies`; names of kinds as PostgreSQL's manual has them. */
export function countOf(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  if (unchanged.has(noun)) return noun;
  if (/(s|x)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
