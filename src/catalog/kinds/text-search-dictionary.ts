import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import { splitList } from '../model/list-syntax.js';
import type { CatalogObject } from '../model/object.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const dictionaries = `
SELECT ${catalogText('d.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, d.dictname) AS name,
  pg_catalog.format('%I.%I', tn.nspname, t.tmplname) AS template, d.dictinitoption AS options,
  ${roleSql('d.dictowner')} AS owner
FROM pg_catalog.pg_ts_dict AS d
  JOIN pg_catalog.pg_namespace AS n ON n.oid = d.dictnamespace
  JOIN pg_catalog.pg_ts_template AS t ON t.oid = d.dicttemplate
  JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.tmplnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_dict', oid: 'd.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'text search dictionary', ObjectRow> = {
  kind: 'text search dictionary',
  root: 'pg_ts_dict',
  rootOid: 'd.oid',
  query: (scope) => `${dictionaries} ${scope}`,
  toObject: objectFrom('text search dictionary'),
};

const repair = objectRepair({
  kind: 'text search dictionary',
  sql: 'TEXT SEARCH DICTIONARY',
  create: (object) => {
    const settings = [`TEMPLATE = ${requiredText(object, 'template')}`, ...optionsOf(object)];
    return [`CREATE TEXT SEARCH DICTIONARY ${object.name} (${settings.join(', ')});`];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('template')) return undefined;
    const after = optionsOf(to);
    const names = new Set(after.map(nameOf));
    const removed = optionsOf(from)
      .map(nameOf)
      .filter((name) => !names.has(name));
    return [`ALTER TEXT SEARCH DICTIONARY ${to.name} (${[...after, ...removed].join(', ')});`];
  },
});

function optionsOf(object: CatalogObject): readonly string[] {
  return splitList(textOf(object, 'options') ?? '');
}

function nameOf(option: string): string {
  return option.slice(0, option.indexOf(' ='));
}

export const textSearchDictionary = defineKind({
  kind: 'text search dictionary',
  plural: 'text search dictionaries',
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
  fingerprint: [{ ...allRows('pg_ts_dict'), where: ofUsers('m.oid') }],
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
    'text search dictionary': true;
  }
}
