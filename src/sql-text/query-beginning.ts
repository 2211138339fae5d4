import { locateSqlTokens } from './tokens.js';

const word = /^(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|"(?:[^"]|"")*"|\.)$/u;
const longest = 60;

/**
 * The first words of a query, up to the first thing that is neither a keyword nor a name: `UPDATE users SET name …`. No
 * value can be part of it, whatever the text is and wherever the server cut it off.
 */
export function beginningOf(query: string): string {
  let text = '';
  for (const { text: token } of locateSqlTokens(query)) {
    const joined =
      token === '.' || text.endsWith('.') || text === '' ? `${text}${token}` : `${text} ${token}`;
    if (!word.test(token) || joined.length > longest) return `${text} …`.trimStart();
    text = joined;
  }
  return text;
}
