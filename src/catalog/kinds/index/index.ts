import { ofUsers } from '../../kind/fingerprint-member.js';
import { defineKind } from '../../kind/kind.js';
import { tableOf } from '../../kind/tracked-member.js';
import { keyReferences } from '../constraint/key-references.js';
import { reader } from './reader.js';
import { repair } from './repair.js';

export const index = defineKind({
  kind: 'index',
  plural: 'indexes',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'in schema',
  renamed: 'after columns',
  nameSpace: 'relations, after tables',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: [],
  namingAttribute: 'none',
  names: {
    text: 'definition',
    functions: 'with parentheses',
    casts: 'implied',
    ownName: 'in its definition',
  },
  dependentsPrint: 'its name',
  references: keyReferences,
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'its parent',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  fingerprint: [
    { catalog: 'pg_index', root: 'pg_class', rootOid: 'm.indrelid', where: ofUsers('m.indexrelid') },
  ],
  tracked: [
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: tableOf('m.oid'),
      where: "m.relkind IN ('i', 'I')",
      kinds: ['index'],
    },
    {
      catalog: 'pg_attribute',
      root: 'pg_class',
      rootOid: '(SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE i.indexrelid = m.attrelid)',
      where: 'm.attnum > 0',
      kinds: ['index'],
    },
    {
      catalog: 'pg_index',
      root: 'pg_class',
      rootOid: 'm.indrelid',
      kinds: ['index'],
      again: ['constraint', 'table'],
    },
  ],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../../model/object.js' {
  interface KindNames {
    index: true;
  }
}
