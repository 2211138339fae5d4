import { traitsOf } from './kind-traits.js';
import type { CatalogObject } from './object.js';

/** Names in the definition of an object, as PostgreSQL prints them. */
export interface MentionedNames {
  /** Names of what the object cannot exist without. */
  readonly firm: ReadonlySet<string>;
  /** Names in the body of an SQL function, which is parsed only when it is created and when it runs. */
  readonly loose: ReadonlySet<string>;
}

/** Attributes that name roles, on which no order of repairs depends, and texts that are not definitions. */
const notDefining = new Set([
  'owner',
  'privileges',
  'identity privileges',
  'initial privileges',
  'initial owner',
  'column privileges',
]);

/** Links that are set only when all objects exist: see `finish` of the repairs. */
const setLast = new Set(['owned by', 'replica identity', 'partition of']);

const known = new WeakMap<CatalogObject, MentionedNames>();

export function mentionedNames(object: CatalogObject): MentionedNames {
  const names = known.get(object) ?? readNames(object);
  known.set(object, names);
  return names;
}

function readNames(object: CatalogObject): MentionedNames {
  if (traitsOf(object.kind).names.text === 'free') return { firm: new Set(), loose: new Set() };
  const values = Object.entries(object.attributes)
    .filter(([name]) => !notDefining.has(name) && !setLast.has(name))
    .map(([, value]) => [value].flat().join('\n'));
  const { text, body } = splitBody(values.join('\n').replace(ownName, '$<verb>'));
  return {
    firm: namesIn(
      withoutTexts(
        traitsOf(object.kind).names.ownName === 'with types' ? `${text}\n${argumentsOf(object.name)}` : text,
      ),
    ),
    loose: namesIn(body),
  };
}

/** The definition of a routine starts with its own name, which is not a dependency. */
const ownName = /^(?<verb>CREATE OR REPLACE (?:FUNCTION|PROCEDURE|AGGREGATE) )(?:"(?:[^"]|"")*"|[^"(])+/u;

/** Returns the part from the first parenthesis on. */
function argumentsOf(name: string): string {
  const [, list = ''] = /^(?:"(?:[^"]|"")*"|[^"(])*(\(.*)$/su.exec(name) ?? [name, name];
  return list;
}

/**
 * `pg_get_functiondef` prints the body as dollar-quoted text, except BEGIN ATOMIC, whose names are already
 * resolved.
 */
const body = /^(?<head>.*\nAS )(?:'[^']*', )?(?<tag>\$\w*\$)(?<body>.*)\k<tag>$/su;

/** The part of a definition before the body, which PostgreSQL keeps as text; all of it where there is none. */
export function beforeBody(text: string): string {
  return body.exec(text)?.groups?.head ?? text;
}

/** Bodies in languages other than SQL are not parsed before they run. */
function splitBody(text: string): { readonly text: string; readonly body: string } {
  const groups = body.exec(text)?.groups;
  if (!groups) return { text, body: '' };
  const isSql = / LANGUAGE sql\b/u.test(groups.head ?? '');
  return { text: groups.head ?? '', body: isSql ? (groups.body ?? '') : '' };
}

/** String literals contain no names, except those cast to an object identifier: `'public.s'::regclass`. */
const literal = /'(?:[^']|'')*'(?!::reg)/gu;

/** `public.t.id`, `public."odd name"`, `public.===`. */
const qualified =
  /(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[-+*/<>=~!@#%^&|`?]+))*/gu;

const part = /"(?:[^"]|"")*"|[^".]+/gu;

function withoutTexts(text: string): string {
  return text.replaceAll(literal, ' ');
}

/**
 * Returns each name and all its parts: `public.t.id` names the schema, the table and perhaps a column. The
 * name of a call is also added with its opening parenthesis.
 */
function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(qualified)) {
    let beginning = '';
    for (const [one] of match[0].matchAll(part)) {
      beginning = beginning === '' ? one : `${beginning}.${one}`;
      names.add(beginning).add(one);
    }
    if (text[match.index + match[0].length] === '(') names.add(`${beginning}(`);
  }
  return names;
}
