import { listOf, requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const textSearchConfiguration = objectRepair({
  kind: 'text search configuration',
  sql: 'TEXT SEARCH CONFIGURATION',
  create: (object) => [
    `CREATE TEXT SEARCH CONFIGURATION ${object.name} (PARSER = ${requiredText(object, 'parser')});`,
    ...change(object, 'ADD', listOf(object, 'mappings')),
  ],
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('parser')) return undefined;
    const before = new Map(listOf(from, 'mappings').map(split));
    const after = new Map(listOf(to, 'mappings').map(split));
    const dropped = [...before.keys()].filter((token) => !after.has(token));
    const changed = listOf(to, 'mappings').filter(
      (mapping) => before.get(split(mapping)[0]) !== split(mapping)[1],
    );
    const isKnown = (mapping: string) => before.has(split(mapping)[0]);
    return [
      ...(dropped.length === 0 ? [] : [`${alter(to)} DROP MAPPING FOR ${dropped.join(', ')};`]),
      ...change(to, 'ALTER', changed.filter(isKnown)),
      ...change(
        to,
        'ADD',
        changed.filter((mapping) => !isKnown(mapping)),
      ),
    ];
  },
});

function alter({ name }: CatalogObject): string {
  return `ALTER TEXT SEARCH CONFIGURATION ${name}`;
}

/** `asciiword: pg_catalog.simple` as token type and dictionaries. */
function split(mapping: string): readonly [token: string, dictionaries: string] {
  const colon = mapping.indexOf(': ');
  return [mapping.slice(0, colon), mapping.slice(colon + 2)];
}

/** One statement for all token types that have the same dictionaries. */
function change(
  object: CatalogObject,
  verb: 'ADD' | 'ALTER',
  mappings: readonly string[],
): readonly string[] {
  const tokens = new Map<string, readonly string[]>();
  for (const [token, dictionaries] of mappings.map(split)) {
    tokens.set(dictionaries, [...(tokens.get(dictionaries) ?? []), token]);
  }
  return [...tokens].map(
    ([dictionaries, names]) =>
      `${alter(object)} ${verb} MAPPING FOR ${names.join(', ')} WITH ${dictionaries};`,
  );
}
