/**
 * What Mermaid's grammar of entity relationship diagrams takes. It is held to the rules of its older
 * releases (10.5), because it is not for us to say which one renders a page: an attribute's type
 * and name are one word, a quoted name has no quote, percent sign, backslash or line break in it,
 * and `PK`, `FK`, `UK` are key words in any case.
 */

/** Full-width twins of what Mermaid, or the HTML that it makes, reads as more than text. */
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

/** Text for between quotes: the name of an entity, a label, a remark. */
export function safeText(text: string): string {
  const visible = text.replace(/[\s\p{Cc}]+/gu, ' ');
  const plain = visible.replace(/["%\\#;<>&`$~]/g, (character) => twins[character] ?? '');
  // A line that says so sets the direction of the diagram, wherever it does.
  const steady = plain.replace(/(direction) (?=TB|BT|RL|LR)/gi, '$1_').trim();
  return steady === '' ? '_' : steady;
}

/** Words that begin something else than the name of an entity. */
const words: ReadonlySet<string> = new Set(
  'u o one only many zero to optionally title style class classdef subgraph end direction erdiagram acctitle accdescr default'.split(
    ' ',
  ),
);

/** The name of an entity: bare where it is a word, else quoted. */
export function entityName(name: string): string {
  const isWord = /^[a-z][a-z0-9_]+$/i.test(name) && !words.has(name.toLowerCase());
  return isWord ? name : `"${safeText(name)}"`;
}

/** The name of an attribute: one word. */
export function attributeName(name: string): string {
  return notKey(word(name, /[^A-Za-z0-9_]+/g));
}

/** The type of an attribute: one word, in which brackets may be. */
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
