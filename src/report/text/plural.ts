/** `2 tables`, `2 indexes`, `2 policies`, `2 statistics`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : plural(noun)}`;
}

/** Nouns without a singular stay as they are. */
function plural(noun: string): string {
  if (/(?:privileges|statistics)$/.test(noun)) return noun;
  if (/(s|x)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
