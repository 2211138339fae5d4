import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

/** Each token type with its dictionaries in order: `asciiword: pg_catalog.simple, public.thesaurus`. */
const mappings = `NULLIF(ARRAY(
    SELECT (k.alias || ': ' || m.dictionaries) COLLATE "C"
    FROM (SELECT x.maptokentype, pg_catalog.string_agg(
          pg_catalog.format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY x.mapseqno) AS dictionaries
        FROM pg_catalog.pg_ts_config_map AS x
          JOIN pg_catalog.pg_ts_dict AS d ON d.oid = x.mapdict
          JOIN pg_catalog.pg_namespace AS dn ON dn.oid = d.dictnamespace
        WHERE x.mapcfg = c.oid GROUP BY x.maptokentype) AS m
      JOIN pg_catalog.ts_token_type(c.cfgparser) AS k ON k.tokid = m.maptokentype
    ORDER BY 1), '{}')`;

const configurations = `
SELECT ${catalogText('c.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, c.cfgname) AS name,
  pg_catalog.format('%I.%I', pn.nspname, p.prsname) AS parser, ${mappings} AS mappings,
  ${roleSql('c.cfgowner')} AS owner
FROM pg_catalog.pg_ts_config AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.cfgnamespace
  JOIN pg_catalog.pg_ts_parser AS p ON p.oid = c.cfgparser
  JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.prsnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_config', oid: 'c.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'text search configuration', ObjectRow> = {
  kind: 'text search configuration',
  root: 'pg_ts_config',
  rootOid: 'c.oid',
  query: (scope) => `${configurations} ${scope}`,
  toObject: objectFrom('text search configuration'),
};

const repair = objectRepair({
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

/** Splits `asciiword: pg_catalog.simple` into token type and dictionaries. */
function split(mapping: string): readonly [token: string, dictionaries: string] {
  const colon = mapping.indexOf(': ');
  return [mapping.slice(0, colon), mapping.slice(colon + 2)];
}

/** One statement for all token types with the same dictionaries. */
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

export const textSearchConfiguration = defineKind({
  kind: 'text search configuration',
  plural: 'text search configurations',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [
    { ...allRows('pg_ts_config'), where: ofUsers('m.oid') },
    { catalog: 'pg_ts_config_map', root: 'pg_ts_config', rootOid: 'm.mapcfg', where: ofUsers('m.mapcfg') },
  ],
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    'text search configuration': true;
  }
}
