const escape = '\u001b';

/** Colours and weights, as written by `paint` (ECMA-48, SGR). */
const painted = new RegExp(String.raw`(${escape}\[(?:0|1|2|22|3\d|9[0-7])m)`, 'u');

/** Control characters except tabs and line ends, and invisible characters or ones that change the text direction. */
const unseen = /(?!\r\n)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069](?<![\t\n])/gu;

/**
 * Makes text safe for a terminal, which interprets nothing but our own colours: names in a database, files and
 * messages of the server can contain any character.
 */
export function terminalText(text: string): string {
  return text
    .split(painted)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(unseen, pictureOf)))
    .join('');
}

/** Control characters have symbols of their own in Unicode; others are shown by number. */
function pictureOf(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  if (number < 0x20) return String.fromCodePoint(0x2400 + number);
  return number === 0x7f ? '\u2421' : `\\u{${number.toString(16)}}`;
}
