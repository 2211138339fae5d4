import { ofUsers } from '../../kind/fingerprint-member.js';
import { defineKind } from '../../kind/kind.js';
import { compositeType } from '../../kind/tracked-member.js';
import { reader } from './reader.js';
import { repair } from './repair.js';

export const type = defineKind({
  kind: 'type',
  plural: 'types',
  scope: 'database',
  privileges: 'T',
  identity: 'own OID',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'types',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [
    {
      catalog: 'pg_type',
      root: 'pg_type',
      rootOid: 'm.oid',
      where: `(${ofUsers('m.oid')} AND m.typcategory <> 'A' AND m.typtype <> 'm') OR m.typacl IS NOT NULL`,
      isRoot: true,
    },
    {
      // The definition of the range contains the name of its multirange.
      catalog: 'pg_type of multiranges',
      root: 'pg_type',
      rootOid: '(SELECT r.rngtypid FROM pg_catalog.pg_range AS r WHERE r.rngmultitypid = m.oid)',
      where: `m.typtype = 'm' AND ${ofUsers('m.oid')}`,
    },
    { catalog: 'pg_enum', root: 'pg_type', rootOid: 'm.enumtypid' },
    { catalog: 'pg_range', root: 'pg_type', rootOid: 'm.rngtypid', where: ofUsers('m.rngtypid') },
  ],
  tracked: [
    { catalog: 'pg_class', root: 'pg_type', rootOid: 'm.reltype', where: "m.relkind = 'c'", kinds: ['type'] },
    {
      catalog: 'pg_attribute',
      root: 'pg_type',
      rootOid: compositeType('m.attrelid'),
      where: 'm.attnum > 0',
      kinds: ['type'],
    },
    {
      catalog: 'pg_type',
      root: 'pg_type',
      rootOid: 'm.oid',
      // Row types are read with their relation; pg_type also has a row for a composite type.
      where: `m.typcategory <> 'A' AND (m.typtype <> 'c' OR m.typacl IS NOT NULL
      OR ${compositeType('m.typrelid')} IS NOT NULL)`,
      kinds: ['type', 'domain'],
    },
    {
      catalog: 'pg_type',
      root: 'pg_type',
      rootOid: '(SELECT r.rngtypid FROM pg_catalog.pg_range AS r WHERE r.rngmultitypid = m.oid)',
      where: "m.typtype = 'm'",
      kinds: ['type'],
    },
    { catalog: 'pg_enum', root: 'pg_type', rootOid: 'm.enumtypid', kinds: ['type'] },
    { catalog: 'pg_range', root: 'pg_type', rootOid: 'm.rngtypid', kinds: ['type'] },
  ],
  parts: [],
  rowNames: { pg_type: ['m.oid', "pg_catalog.concat(m.typnamespace, '.', m.typname)"] },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../../model/object.js' {
  interface KindNames {
    type: true;
  }
}
