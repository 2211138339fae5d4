/** Constants that an expression compares with. */
export interface Constants {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
}

const literal = /(E)?'((?:[^'\\]|''|\\[\s\S])*)'/g;

/**
 * Reads the constants of expressions as PostgreSQL prints them: strings with backslashes as `E'…'`, negative
 * numbers as strings.
 */
export function readConstants(expressions: readonly string[]): Constants {
  const strings: string[] = [];
  const numbers: string[] = [];
  for (const expression of expressions) {
    const found = [...expression.matchAll(literal)].map(([, escaped, text = '']) => unescape(text, escaped));
    strings.push(...found);
    numbers.push(...found.filter((text) => /^-?\d+(\.\d+)?$/.test(text)));
    numbers.push(...(expression.replace(literal, "''").match(/(?<![\w."])\d+(\.\d+)?/g) ?? []));
  }
  return { strings: [...new Set(strings)], numbers: [...new Set(numbers.map(Number))] };
}

function unescape(text: string, escaped: string | undefined): string {
  const single = text.replaceAll("''", "'");
  return escaped ? single.replace(/\\([\s\S])/g, '$1') : single;
}
