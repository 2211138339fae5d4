import type { CatalogObject } from '../model/object.js';
import { ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { functionDefinition, routinesSql } from './sql/routine-sql.js';
import { objectRepair } from './statements/object-repair.js';
import { alterRoutine, createRoutine, hasSameSignature } from './statements/routine.js';

/** Includes window functions. */
const functions = routinesSql({ prokinds: ['f', 'w'], definition: functionDefinition });

const reader: Reader<'function', ObjectRow> = {
  kind: 'function',
  root: 'pg_proc',
  rootOid: 'p.oid',
  query: (scope) => `${functions} ${scope}`,
  toObject: objectFrom('function'),
};

const target = ({ name }: CatalogObject) => `FUNCTION ${name}`;

const repair = objectRepair({
  kind: 'function',
  sql: 'FUNCTION',
  privileges: { acl: 'f' },
  create: createRoutine(target),
  alter: alterRoutine({ target, isReplaceable: hasSameSignature }),
});

export const functionKind = defineKind({
  kind: 'function',
  plural: 'functions',
  scope: 'database',
  privileges: 'f',
  identity: 'name',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'routines',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [
    {
      catalog: 'pg_proc',
      root: 'pg_proc',
      rootOid: 'm.oid',
      where: `${ofUsers('m.oid')} OR m.proacl IS NOT NULL OR m.proowner <> 10`,
      isRoot: true,
    },
  ],
  tracked: [
    { catalog: 'pg_proc', root: 'pg_proc', rootOid: 'm.oid', kinds: ['function', 'procedure', 'aggregate'] },
  ],
  parts: [],
  rowNames: { pg_proc: ['m.oid', "pg_catalog.concat(m.pronamespace, '.', m.proname)"] },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    function: true;
  }
}
