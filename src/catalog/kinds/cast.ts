import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import { traitsOf } from '../model/kind-traits.js';
import type { CatalogObject } from '../model/object.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { castName, routineName } from './sql/signature-sql.js';
import { objectRepair } from './statements/object-repair.js';

const definition = `pg_catalog.concat(CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || ${routineName('c.castfunc')}
      WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
    CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END)`;

/** The cast between a range and its multirange belongs to the type. */
const isInternal = `EXISTS (SELECT FROM pg_catalog.pg_depend AS d
    WHERE d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'i')`;

const casts = `
SELECT ${catalogText('c.oid')} AS root,
  ${castName} AS name,
  ${definition} AS definition
FROM pg_catalog.pg_cast AS c
WHERE ${isUserObject({ catalog: 'pg_cast', oid: 'c.oid' })} AND NOT ${isInternal}`;

const reader: Reader<'cast', ObjectRow> = {
  kind: 'cast',
  root: 'pg_cast',
  rootOid: 'c.oid',
  query: (scope) => `${casts} ${scope}`,
  toObject: objectFrom('cast'),
};

const repair = objectRepair({
  kind: 'cast',
  sql: 'CAST',
  create: (object) => [`CREATE CAST ${object.name} ${requiredText(object, 'definition')};`],
});

/** Returns `public.mood` for `(text AS public.mood)`. */
function targetOf({ name }: CatalogObject): string {
  return name.slice(name.lastIndexOf(' AS ') + ' AS '.length, -1);
}

export const cast = defineKind({
  kind: 'cast',
  plural: 'casts',
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
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'with types' },
  dependentsPrint: 'its definition',
  references: {
    indexedNames: (object) => [targetOf(object)],
    isNamed: (user, object, names) =>
      traitsOf(user.kind).names.casts === 'implied' && names.has(targetOf(object)),
  },
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_cast'), where: ofUsers('m.oid') }],
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
    cast: true;
  }
}
