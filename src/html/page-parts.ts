import type { Markup } from './markup.js';
import { markup, lines, stacked } from './markup.js';

/** How a result is to be read: a colour and a sign; the text beside it says the same. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain';

const signs: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', warn: '!', plain: '·' };

/** A result: a sign that screen readers skip, and its text. */
export function resultMark(tone: Tone, text: string): Markup {
  return markup`<span class="${tone}"><span aria-hidden="true">${signs[tone]}</span> ${text}</span>`;
}

export interface Section {
  readonly id: string;
  readonly heading: Markup;
  readonly parts: readonly Markup[];
}

export function section({ id, heading, parts }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}--title">
<h2 id="${id}--title">${heading}</h2>
${stacked(parts)}
</section>`;
}

export function paragraph(content: Markup | string): Markup {
  return markup`<p>${content}</p>`;
}

/** Nothing for an empty list. */
export function bulletList(items: readonly (Markup | string)[]): readonly Markup[] {
  if (items.length === 0) return [];
  return [markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`];
}

export function inlineCode(text: string): Markup {
  return markup`<code>${text}</code>`;
}

/** Can be focused, so that it can be scrolled with the keyboard. */
export function codeBlock(text: string): Markup {
  return markup`<pre tabindex="0"><code>${lines(text)}</code></pre>`;
}

/** Lines that begin with `+` and `-`; the signs stay, so that the meaning does not depend on colours. */
export function diffBlock(differing: readonly string[]): Markup {
  return colouredLines(differing.map((line) => ({ line, kind: lineKind(line) })));
}

/** Like `diffBlock`, for changes that are indented below those that they belong to. */
export function changeBlock(changes: readonly string[]): Markup {
  return colouredLines(changes.map((line) => ({ line, kind: lineKind(line.trimStart()) })));
}

function colouredLines(all: readonly { readonly line: string; readonly kind: string }[]): Markup {
  const shown = all.map(({ line, kind }) => markup`<span class="${kind}">${lines(`${line}\n`)}</span>`);
  return markup`<pre class="diff" tabindex="0"><code>${shown}</code></pre>`;
}

function lineKind(line: string): string {
  if (/^(?:---|\+\+\+|@@)/.test(line)) return 'place';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'kept';
}

export interface DataTable {
  /** Read by screen readers. */
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (Markup | string | number)[])[];
}

/** A table that scrolls sideways, with the keyboard too, where the page is narrow. */
export function dataTable({ label, head, rows }: DataTable): Markup {
  const body = rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`);
  return markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${head.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${stacked(body)}
</tbody>
</table></div>`;
}
