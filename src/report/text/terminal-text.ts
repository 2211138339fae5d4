const escape = '\u001b';

/** Colours and weights, as `paint` writes them (ECMA-48, SGR). */
const painted = new RegExp(String.raw`(${escape}\[(?:0|1|2|22|3\d|9[0-7])m)`, 'u');

/** Control characters but for tabs and ends of lines, and marks that turn the direction of what follows or cannot be seen. */
const unseen = /(?!\r\n)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069](?<![\t\n])/gu;

/**
 * Text for a terminal, in which nothing but our own colours is a command to it: names in a database,
 * a file or a message of the server can hold any character.
 */
export function terminalText(text: string): string {
  return text
    .split(painted)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(unseen, pictureOf)))
    .join('');
}

/** Control characters have pictures of their own in Unicode; others are shown by their number. */
function pictureOf(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  if (number < 0x20) return String.fromCodePoint(0x2400 + number);
  return number === 0x7f ? '\u2421' : `\\u{${number.toString(16)}}`;
}
