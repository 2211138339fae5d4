/** Splits a list at the commas that are neither quoted nor in parentheses. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const [token] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[\s\S]/gu)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += token;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

/** Returns the identifier at the start of a text, including quotes, and the rest. */
export function splitName(text: string): readonly [name: string, rest: string] {
  const [name = ''] = /^(?:"(?:[^"]|"")*"|[^\s"]+)/u.exec(text) ?? [];
  return [name, text.slice(name.length).trim()];
}
