import type { CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { functionDefinition, routinesSql } from './sql/routine-sql.js';
import { objectRepair } from './statements/object-repair.js';
import { alterRoutine, createRoutine, hasSameSignature } from './statements/routine.js';

const procedures = routinesSql({ prokinds: ['p'], definition: functionDefinition });

const reader: Reader<'procedure', ObjectRow> = {
  kind: 'procedure',
  root: 'pg_proc',
  rootOid: 'p.oid',
  query: (scope) => `${procedures} ${scope}`,
  toObject: objectFrom('procedure'),
};

const target = ({ name }: CatalogObject) => `PROCEDURE ${name}`;

const repair = objectRepair({
  kind: 'procedure',
  sql: 'PROCEDURE',
  privileges: { acl: 'f' },
  create: createRoutine(target),
  alter: alterRoutine({ target, isReplaceable: hasSameSignature }),
});

export const procedure = defineKind({
  kind: 'procedure',
  plural: 'procedures',
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
  fingerprint: [],
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    procedure: true;
  }
}
