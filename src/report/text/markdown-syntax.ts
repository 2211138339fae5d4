/** A bar ends a cell, in code as well (GitHub Flavored Markdown, 4.10). */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A fence must be longer than any run of backticks in its text (CommonMark 4.5). */
export function fence(language: string, text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** Inline code: the same rule (CommonMark 6.1), on one line. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>[\]|#]/g, '\\$&').replace(/\s+/g, ' ');
}
