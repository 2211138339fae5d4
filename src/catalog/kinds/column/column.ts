import { ofUsers } from '../../kind/fingerprint-member.js';
import { defineKind } from '../../kind/kind.js';
import { identityTable } from '../../kind/tracked-member.js';
import { keyOf } from '../../model/object.js';
import { columnClause, inColumnClause } from './column-clause.js';
import { reader } from './reader.js';
import { columnReferences } from './references.js';
import { repair } from './repair.js';

export const column = defineKind({
  kind: 'column',
  plural: 'columns',
  scope: 'database',
  privileges: 'c',
  identity: 'name',
  rename: 'specially',
  renamed: 'after relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'values',
  expressions: ['default', 'generated'],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its name',
  references: columnReferences,
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'given',
  takenNames: (object) => [keyOf(object), ...[object.attributes['identity sequence'] ?? []].flat()],
  heading: (object) => ({ head: columnClause(object), reported: inColumnClause }),
  fingerprint: [
    {
      catalog: 'pg_attribute',
      root: 'pg_class',
      rootOid: 'm.attrelid',
      where: `(${ofUsers('m.attrelid')} AND m.attnum > 0) OR m.attacl IS NOT NULL`,
    },
    { catalog: 'pg_attrdef', root: 'pg_class', rootOid: 'm.adrelid' },
  ],
  tracked: [
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: identityTable('m.oid'),
      where: "m.relkind = 'S'",
      kinds: ['column'],
    },
    {
      catalog: 'pg_attribute',
      root: 'pg_class',
      rootOid: 'm.attrelid',
      where: '(m.attnum > 0 OR m.attacl IS NOT NULL)',
      kinds: ['column'],
      again: ['table', 'foreign table', 'view', 'materialized view', 'sequence'],
    },
    { catalog: 'pg_attrdef', root: 'pg_class', rootOid: 'm.adrelid', kinds: ['column'] },
    { catalog: 'pg_sequence', root: 'pg_class', rootOid: identityTable('m.seqrelid'), kinds: ['column'] },
  ],
  parts: [{ catalog: 'pg_attrdef', root: 'pg_class', column: 'adrelid' }],
  rowNames: {
    pg_attribute: [
      "pg_catalog.concat(m.attrelid, ' ', m.attnum)",
      'CASE WHEN m.attnum > 0 AND NOT m.attisdropped THEN m.attname END',
    ],
  },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../../model/object.js' {
  interface KindNames {
    column: true;
  }
}
