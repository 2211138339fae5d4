import { visibleLine, visibleLines } from './visible-text.js';

/** Escapes text for use between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return escape(visibleLine(text));
}

/** Like `escapeHtml`, for text that keeps its line breaks. */
export function escapeLines(text: string): string {
  return escape(visibleLines(text));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Prints a value for a script element of type `application/json`; no text in it can close the element. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
