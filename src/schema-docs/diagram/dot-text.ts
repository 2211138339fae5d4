import { visibleLine } from '../../html/visible-text.js';

/** Escapes text for an HTML-like label of Graphviz. */
export function labelText(text: string): string {
  return visibleLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Quotes the value of an attribute; in some attributes Graphviz interprets backslashes. */
export function quotedText(text: string): string {
  return `"${visibleLine(text).replace(/["\\]/g, '\\$&')}"`;
}

/** Average width of a character in em, and that of characters that are about as wide as high. */
const narrow = 0.62;
const wide = 1.05;

/**
 * Estimates the width of a text in points. Graphviz knows only the widths of Latin letters, and measures other
 * characters as spaces.
 */
export function widthOf(text: string, size: number): number {
  const width = Array.from(text).reduce((sum, character) => sum + (isWide(character) ? wide : narrow), 0);
  return Math.ceil(width * size);
}

export function isLatin(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text);
}

function isWide(character: string): boolean {
  const number = character.codePointAt(0) ?? 0;
  return number >= 0x1100 && (number < 0x2000 || number > 0x2e00);
}
