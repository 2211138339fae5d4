import { visibleLine, visibleLines } from '../../html/visible-text.js';

/** Escapes text so that nothing in it is markup, on one line. */
export function escapeMarkdown(text: string): string {
  return visibleLine(text)
    .replace(/[\\`*_[\]<>|~$]|&(?=#?\w+;)/g, escapeCharacter)
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^([-+#=])/, '\\$1');
}

/** An underscore within a word is not markup. */
function escapeCharacter(character: string, place: number, text: string): string {
  const isWithin = /\w/.test(text[place - 1] ?? '') && /\w/.test(text[place + 1] ?? '');
  return character === '_' && isWithin ? character : `\\${character}`;
}

/** Prints inline code, with as many backticks as needed. */
export function codeSpan(text: string): string {
  const line = visibleLine(text) || ' ';
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(firstFree(runs));
  const padding = /^`|`$|^ .*[^ ].* $/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

function firstFree(lengths: readonly number[]): number {
  let length = 1;
  while (lengths.includes(length)) length += 1;
  return length;
}

/** Prints a block of code, with a fence that does not occur in it. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${visibleLines(text)}\n${fence}`;
}
