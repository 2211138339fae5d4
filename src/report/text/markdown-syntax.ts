/** Escapes bars, which end a cell even within code (GitHub Flavored Markdown, 4.10). */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Renders a block with a fence that is longer than any run of backticks in its text (CommonMark 4.5). */
export function fence(language: string, text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** Renders inline code on one line; for its backticks the same rule applies (CommonMark 6.1). */
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
