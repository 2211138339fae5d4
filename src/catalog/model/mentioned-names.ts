import { traitsOf } from './kind-traits.js';
import type { CatalogObject } from './object.js';

/** Names that stand in the definition of an object, as PostgreSQL prints them. */
export interface MentionedNames {
  /** The object cannot be there without what has these names. */
  readonly firm: ReadonlySet<string>;
  /** In the body of a function in SQL, which is only read when it is created and when it runs. */
  readonly loose: ReadonlySet<string>;
}

/** Attributes that name roles, which no order of repairs depends on, and texts that are no definitions. */
const notDefining = new Set([
  'owner',
  'privileges',
  'identity privileges',
  'initial privileges',
  'initial owner',
  'column privileges',
]);

/** Links that are only made when everything is there: see `finish` of the repairs. */
const madeLast = new Set(['owned by', 'replica identity', 'partition of']);

const known = new WeakMap<CatalogObject, MentionedNames>();

export function mentionedNames(object: CatalogObject): MentionedNames {
  const names = known.get(object) ?? readNames(object);
  known.set(object, names);
  return names;
}

function readNames(object: CatalogObject): MentionedNames {
  if (traitsOf(object.kind).names.text === 'free') return { firm: new Set(), loose: new Set() };
  const values = Object.entries(object.attributes)
    .filter(([name]) => !notDefining.has(name) && !madeLast.has(name))
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

/** A routine begins with its own name, which is not one that it needs. */
const ownName = /^(?<verb>CREATE OR REPLACE (?:FUNCTION|PROCEDURE|AGGREGATE) )(?:"(?:[^"]|"")*"|[^"(])+/u;

/** From the first parenthesis on. */
function argumentsOf(name: string): string {
  const [, list = ''] = /^(?:"(?:[^"]|"")*"|[^"(])*(\(.*)$/su.exec(name) ?? [name, name];
  return list;
}

/** `pg_get_functiondef` prints the body between dollars, but for BEGIN ATOMIC, whose names are bound. */
const body = /^(?<head>.*\nAS )(?:'[^']*', )?(?<tag>\$\w*\$)(?<body>.*)\k<tag>$/su;

/** Bodies in other languages than SQL are not read before they run. */
function splitBody(text: string): { readonly text: string; readonly body: string } {
  const groups = body.exec(text)?.groups;
  if (!groups) return { text, body: '' };
  const isSql = / LANGUAGE sql\b/u.test(groups.head ?? '');
  return { text: groups.head ?? '', body: isSql ? (groups.body ?? '') : '' };
}

/** Texts are no names, but for those that become the identity of an object: `'public.s'::regclass`. */
const literal = /'(?:[^']|'')*'(?!::reg)/gu;

/** `public.t.id`, `public."odd name"`, `public.===`. */
const qualified =
  /(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[-+*/<>=~!@#%^&|`?]+))*/gu;

const part = /"(?:[^"]|"")*"|[^".]+/gu;

function withoutTexts(text: string): string {
  return text.replaceAll(literal, ' ');
}

/**
 * With all that a name is made of: `public.t.id` names the schema, the table and perhaps a column. What is
 * called stands with its parenthesis as well.
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
