import { ofUsers } from '../../kind/fingerprint-member.js';
import { defineKind } from '../../kind/kind.js';
import { constraintTypeOf, namesOfConstraint } from './constraint-type.js';
import { isForeignKeyWith } from './foreign-keys.js';
import { withHiddenNotNull, withoutHiddenNotNull } from './hidden-not-null.js';
import { isValidation } from './is-validation.js';
import { keyReferences } from './key-references.js';
import { domainReader, reader } from './reader.js';
import { repair } from './repair.js';

export const constraint = defineKind({
  kind: 'constraint',
  plural: 'constraints',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'specially',
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
  references: keyReferences,
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'its parent',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  isMaintenance: isValidation,
  takenNames: namesOfConstraint,
  isCreatedLast: (object) => constraintTypeOf(object) === 'foreign key',
  comparesColumn: isForeignKeyWith,
  implied: {
    isImpliable: (object) => constraintTypeOf(object) === 'not null',
    since: 18,
    add: withHiddenNotNull,
    remove: withoutHiddenNotNull,
  },
  fingerprint: [
    {
      catalog: 'pg_constraint',
      root: 'pg_class',
      rootOid: 'm.conrelid',
      where: `m.conrelid <> 0 AND ${ofUsers('m.oid')}`,
    },
    {
      catalog: 'pg_constraint of domains',
      root: 'pg_type',
      rootOid: 'm.contypid',
      where: `m.contypid <> 0 AND ${ofUsers('m.oid')}`,
    },
  ],
  tracked: [
    {
      catalog: 'pg_constraint',
      root: 'pg_class',
      rootOid: 'm.conrelid',
      where: 'm.conrelid <> 0',
      kinds: ['constraint'],
    },
    {
      catalog: 'pg_constraint',
      root: 'pg_class',
      rootOid: 'm.conrelid',
      where: "m.conrelid <> 0 AND m.contype IN ('p', 'u', 'x')",
      kinds: [],
      again: ['index'],
    },
    {
      catalog: 'pg_constraint',
      root: 'pg_class',
      rootOid: 'm.conrelid',
      where: "m.conrelid <> 0 AND m.contype = 'n'",
      kinds: [],
      again: ['column'],
    },
    {
      catalog: 'pg_constraint',
      root: 'pg_type',
      rootOid: 'm.contypid',
      where: 'm.contypid <> 0',
      kinds: ['constraint', 'domain'],
    },
  ],
  parts: [
    { catalog: 'pg_constraint', root: 'pg_class', column: 'conrelid' },
    { catalog: 'pg_constraint', root: 'pg_type', column: 'contypid' },
  ],
  rowNames: { pg_constraint: ['m.oid', 'm.conname'] },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader, domainReader],
  repair,
});

declare module '../../model/object.js' {
  interface KindNames {
    constraint: true;
  }
}
