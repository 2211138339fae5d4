import { escapeHtml, escapeLines } from './html-text.js';

/** HTML source text. Only `markup` and `lines` return it, and both escape the text that they are given. */
export class Markup {
  constructor(readonly source: string) {}
}

/** What a template may contain: text, which is escaped, and markup, which is kept. */
export type Part = string | number | Markup | readonly Part[];

/** Template tag: markup`<b>${name}</b>` escapes `name`. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    literals
      .map((literal, index) => `${literal}${index < parts.length ? sourceOf(parts[index] ?? '') : ''}`)
      .join(''),
  );
}

function sourceOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part instanceof Markup ? part.source : part.map(sourceOf).join('');
}

/** Escapes text and keeps its line breaks, for `<pre>`. */
export function lines(text: string): Markup {
  return new Markup(escapeLines(text));
}

/** Parts, each on a line of the source. */
export function stacked(parts: readonly Markup[]): Markup {
  return new Markup(parts.map(({ source }) => source).join('\n'));
}
