import { visibleLine, visibleLines } from '../document/visible-text.js';

/** Text between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return escape(visibleLine(text));
}

/** The same for text that keeps its lines. */
export function escapeLines(text: string): string {
  return escape(visibleLines(text));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A value for a script element of type `application/json`, which nothing in it can close. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
