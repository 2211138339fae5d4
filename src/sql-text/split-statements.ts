import { readSqlTokens } from '../database/sql-tokens.js';

/** The words and signs of one statement, comments left out, strings as `''`, words in lower case. */
export type Tokens = readonly string[];

/**
 * Splits SQL texts at the `;` that end statements. The bodies of SQL functions
 * (`BEGIN ATOMIC … END`) hold such signs as well: there, one statement may come as several.
 */
export function splitStatements(text: string): readonly Tokens[] {
  const statements: string[][] = [[]];
  for (const word of readSqlTokens(text)) {
    if (word === ';') statements.push([]);
    else statements.at(-1)?.push(simplify(word));
  }
  return statements.filter((words) => words.length > 0);
}

function simplify(found: string): string {
  if (/^\$\D/.test(found) || (/^e?'/i.test(found) && found.endsWith("'"))) return "''";
  return found.startsWith('"') ? found : found.toLowerCase();
}
