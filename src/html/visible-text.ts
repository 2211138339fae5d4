/** Control characters, and invisible characters or ones that change the text direction. */
const unseen = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Makes all characters of a text visible: control characters as their symbols, others by number. Names in a
 * database can contain any of them.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, pictureOf);
}

function pictureOf(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  if (number < 0x20) return String.fromCodePoint(0x2400 + number);
  return number === 0x7f ? '\u2421' : `\\u{${number.toString(16)}}`;
}

/** Like `visibleText`, on one line: line breaks become spaces. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\s*\n\s*/g, ' '));
}

/** Like `visibleText`, for text of several lines. */
export function visibleLines(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.map((line) => visibleText(line.replaceAll('\t', '    '))).join('\n');
}
