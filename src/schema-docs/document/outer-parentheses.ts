/** Returns an expression as PostgreSQL prints it, without parentheses around the whole of it. */
export function withoutOuterParentheses(expression: string): string {
  if (!expression.startsWith('(')) return expression;
  let depth = 0;
  for (const { 0: token, index } of expression.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return index === expression.length - 1 ? expression.slice(1, -1) : expression;
  }
  return expression;
}
