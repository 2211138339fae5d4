/**
 * Restricts text to the grammar of Mermaid's entity relationship diagrams. It follows the rules of older
 * releases (10.5), because we do not choose the release that renders a page: an attribute's type and name are
 * one word, a quoted name has no quote, percent sign, backslash or line break in it, and `PK`, `FK`, `UK` are
 * key words in any case.
 */

/** Replacements, mostly full-width, for characters that Mermaid, or the HTML that it generates, interprets. */
const twins: Readonly<Record<string, string>> = {
  '"': '\u2033',
  '%': '\uff05',
  '\\': '\uff3c',
  '#': '\uff03',
  ';': '\uff1b',
  '<': '\u2039',
  '>': '\u203a',
  '&': '\uff06',
  '`': '\u2032',
  $: '\uff04',
  '~': '\uff5e',
};

/** Makes text safe between quotes: the name of an entity, a label, a remark. */
export function safeText(text: string): string {
  const visible = text.replace(/[\s\p{Cc}]+/gu, ' ');
  const plain = visible.replace(/["%\\#;<>&`$~]/g, (character) => twins[character] ?? '');
  // Mermaid takes such words in any place for a directive that sets the direction of the diagram.
  const steady = plain.replace(/(direction) (?=TB|BT|RL|LR)/gi, '$1_').trim();
  return steady === '' ? '_' : steady;
}

/** Words that begin other statements than the declaration of an entity. */
const words: ReadonlySet<string> = new Set(
  'u o one only many zero to optionally title style class classdef subgraph end direction erdiagram acctitle accdescr default'.split(
    ' ',
  ),
);

/** Returns the name of an entity: bare if it is a word, else quoted. */
export function entityName(name: string): string {
  const isWord = /^[a-z][a-z0-9_]+$/i.test(name) && !words.has(name.toLowerCase());
  return isWord ? name : `"${safeText(name)}"`;
}

/** Returns the name of an attribute: one word. */
export function attributeName(name: string): string {
  return notKey(word(name, /[^A-Za-z0-9_]+/g));
}

/** Returns the type of an attribute: one word, which may contain brackets. */
export function attributeType(type: string): string {
  return notKey(word(type, /[^A-Za-z0-9_()[\]]+/g));
}

function word(text: string, others: RegExp): string {
  const replaced = text.replace(others, '_');
  return /^[A-Za-z_]/.test(replaced) ? replaced : `_${replaced}`;
}

function notKey(text: string): string {
  return /^(?:pk|fk|uk)\b/i.test(text) ? `_${text}` : text;
}
