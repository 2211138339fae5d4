import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const accessMethods = `
SELECT ${catalogText('a.oid')} AS root, pg_catalog.quote_ident(a.amname) AS name,
  CASE a.amtype WHEN 'i' THEN 'index' ELSE 'table' END AS type, ${catalogText('a.amhandler')} AS handler
FROM pg_catalog.pg_am AS a
WHERE ${isUserObject({ catalog: 'pg_am', oid: 'a.oid' })}`;

const reader: Reader<'access method', ObjectRow> = {
  kind: 'access method',
  root: 'pg_am',
  rootOid: 'a.oid',
  query: (scope) => `${accessMethods} ${scope}`,
  toObject: objectFrom('access method'),
};

const repair = objectRepair({
  kind: 'access method',
  sql: 'ACCESS METHOD',
  create: (object) => [
    `CREATE ACCESS METHOD ${object.name} TYPE ${requiredText(object, 'type').toUpperCase()} HANDLER ${requiredText(object, 'handler')};`,
  ],
});

export const accessMethod = defineKind({
  kind: 'access method',
  plural: 'access methods',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['table', 'materialized view', 'index', 'operator class', 'operator family'],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_am'), where: ofUsers('m.oid') }],
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
    'access method': true;
  }
}
