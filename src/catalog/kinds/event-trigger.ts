import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const tags = `CASE WHEN e.evttags IS NOT NULL THEN ARRAY(
    SELECT tag COLLATE "C" FROM pg_catalog.unnest(e.evttags) AS tag ORDER BY 1) END`;

const eventTriggers = `
SELECT ${catalogText('e.oid')} AS root, pg_catalog.quote_ident(e.evtname) AS name,
  e.evtevent AS event, ${tags} AS tags, ${catalogText('e.evtfoid::pg_catalog.regproc')} AS function,
  CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled,
  ${roleSql('e.evtowner')} AS owner
FROM pg_catalog.pg_event_trigger AS e
WHERE ${isUserObject({ catalog: 'pg_event_trigger', oid: 'e.oid' })}`;

const reader: Reader<'event trigger', ObjectRow> = {
  kind: 'event trigger',
  root: 'pg_event_trigger',
  rootOid: 'e.oid',
  query: (scope) => `${eventTriggers} ${scope}`,
  toObject: objectFrom('event trigger'),
};

const repair = objectRepair({
  kind: 'event trigger',
  sql: 'EVENT TRIGGER',
  create: (object) => [
    `CREATE EVENT TRIGGER ${object.name} ON ${requiredText(object, 'event')}${filter(object)} EXECUTE FUNCTION ${requiredText(object, 'function')}();`,
    ...(textOf(object, 'enabled') === undefined ? [] : enable(object)),
  ],
  alter: ({ to, attributes }) => (attributes.join() === 'enabled' ? enable(to) : undefined),
});

function filter(object: CatalogObject): string {
  const tags = listOf(object, 'tags');
  return tags.length === 0 ? '' : ` WHEN TAG IN (${tags.map(quoteLiteral).join(', ')})`;
}

const states = new Map([
  ['disabled', 'DISABLE'],
  ['replica', 'ENABLE REPLICA'],
  ['always', 'ENABLE ALWAYS'],
]);

function enable(object: CatalogObject): readonly string[] {
  const state = states.get(textOf(object, 'enabled') ?? '') ?? 'ENABLE';
  return [`ALTER EVENT TRIGGER ${object.name} ${state};`];
}

export const eventTrigger = defineKind({
  kind: 'event trigger',
  plural: 'event triggers',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'alone',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [allRows('pg_event_trigger')],
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
    'event trigger': true;
  }
}
