/** Control characters, and marks that turn the direction of what follows or cannot be seen. */
const unseen = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Text in which nothing hides: control characters as their pictures, others by their number. Names
 * in a database can hold all of them.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, pictureOf);
}

function pictureOf(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  if (number < 0x20) return String.fromCodePoint(0x2400 + number);
  return number === 0x7f ? '\u2421' : `\\u{${number.toString(16)}}`;
}

/** The same in one line: line breaks are spaces. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\s*\n\s*/g, ' '));
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.map((line) => visibleText(line.replaceAll('\t', '    '))).join('\n');
}
