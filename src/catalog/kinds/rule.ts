import { catalogText } from '../../database/text-conversion.js';
import type { CatalogObject } from '../model/object.js';
import { nameOnRelation, parentName } from '../model/relation-name.js';
import { ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { relationKind, relationName, relationsOfUsers } from './sql/relation-sql.js';
import { enableWords } from './statements/enabled-state.js';

/** `_RETURN` is the query of the view itself. */
const rules = `
SELECT ${catalogText('r.ev_class')} AS root,
  pg_catalog.quote_ident(r.rulename) || ' on ' || ${relationName} AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  pg_catalog.btrim(pg_catalog.pg_get_ruledef(r.oid), ';') AS definition,
  CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled
FROM pg_catalog.pg_rewrite AS r
  JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND ${relationsOfUsers(['r', 'p', 'v', 'm', 'f'])}`;

const reader: Reader<'rule', ObjectRow> = {
  kind: 'rule',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_rewrite',
  query: (scope) => `${rules} ${scope}`,
  toObject: objectFrom('rule'),
};

function enable(object: CatalogObject): string {
  const words = enableWords(object.attributes.enabled);
  return `ALTER TABLE ${parentName(object)} ${words} RULE ${nameOnRelation(object)};`;
}

const repair: Repair<'rule'> = {
  kind: 'rule',
  create: (object) => [
    `${String(object.attributes.definition)};`,
    ...(object.attributes.enabled === undefined ? [] : [enable(object)]),
  ],
  drop: (object) => [`DROP RULE ${object.name};`],
  alter: ({ to, attributes }) => (attributes.includes('definition') ? undefined : [enable(to)]),
};

export const rule = defineKind({
  kind: 'rule',
  plural: 'rules',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'on table',
  renamed: 'after columns',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'nothing',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  fingerprint: [{ catalog: 'pg_rewrite', root: 'pg_class', rootOid: 'm.ev_class', where: ofUsers('m.oid') }],
  tracked: [
    {
      catalog: 'pg_rewrite',
      root: 'pg_class',
      rootOid: 'm.ev_class',
      kinds: ['rule'],
      again: ['view', 'materialized view'],
    },
  ],
  parts: [{ catalog: 'pg_rewrite', root: 'pg_class', column: 'ev_class' }],
  rowNames: { pg_rewrite: ['m.oid', 'm.rulename'] },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    rule: true;
  }
}
