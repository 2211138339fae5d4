import { visibleLine } from '../document/visible-text.js';

/** Text within an HTML-like label of Graphviz. */
export function labelText(text: string): string {
  return visibleLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A quoted value of an attribute; Graphviz reads backslashes in some. */
export function quotedText(text: string): string {
  return `"${visibleLine(text).replace(/["\\]/g, '\\$&')}"`;
}

/** Em that a character takes on average, and one of those that are about as wide as high. */
const narrow = 0.62;
const wide = 1.05;

/**
 * Width that a text needs in points. Graphviz knows the widths of Latin letters only and takes others
 * for spaces.
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
