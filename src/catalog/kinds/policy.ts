import { catalogText } from '../../database/text-conversion.js';
import { listOf } from '../model/attribute.js';
import type { AttributeValue, CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { relationName, relationsOfUsers } from './sql/relation-sql.js';

/** Role 0 is PUBLIC, the default. */
const roles = `CASE WHEN pol.polroles <> '{0}' THEN ARRAY(
    SELECT ${roleSql('role')} COLLATE "C" FROM pg_catalog.unnest(pol.polroles) AS role ORDER BY 1) END`;

const policies = `
SELECT ${catalogText('pol.polrelid')} AS root,
  pg_catalog.quote_ident(pol.polname) || ' on ' || ${relationName} AS name,
  'table' AS parent_kind, ${relationName} AS parent_name,
  CASE WHEN NOT pol.polpermissive THEN 'restrictive' END AS "as",
  CASE pol.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
    WHEN 'd' THEN 'delete' END AS "for",
  ${roles} AS "to",
  pg_catalog.pg_get_expr(pol.polqual, pol.polrelid) AS "using",
  pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid) AS "with check"
FROM pg_catalog.pg_policy AS pol
  JOIN pg_catalog.pg_class AS c ON c.oid = pol.polrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE ${relationsOfUsers(['r', 'p'])}`;

const reader: Reader<'policy', ObjectRow> = {
  kind: 'policy',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_policy',
  query: (scope) => `${policies} ${scope}`,
  toObject: objectFrom('policy'),
};

function create({ name, attributes }: CatalogObject): string {
  const { as, for: command, to, using } = attributes;
  const check = attributes['with check'];
  return [
    `CREATE POLICY ${name}`,
    ...clause('AS', as === undefined ? undefined : String(as).toUpperCase()),
    ...clause('FOR', command === undefined ? undefined : String(command).toUpperCase()),
    ...clause('TO', typeof to === 'object' ? to.join(', ') : undefined),
    ...clause('USING', using === undefined ? undefined : `(${String(using)})`),
    ...clause('WITH CHECK', check === undefined ? undefined : `(${String(check)})`),
  ].join(' ');
}

function clause(word: string, value: AttributeValue | undefined): readonly string[] {
  return value === undefined ? [] : [`${word} ${String(value)}`];
}

const repair: Repair<'policy'> = {
  kind: 'policy',
  create: (object) => [`${create(object)};`],
  drop: (object) => [`DROP POLICY ${object.name};`],
};

export const policy = defineKind({
  kind: 'policy',
  plural: 'policies',
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
  expressions: ['using', 'with check'],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'its parent',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  mapRoles: (object, map) => {
    const to = listOf(object, 'to').map(map).sort();
    return to.length === 0 ? object : { ...object, attributes: { ...object.attributes, to } };
  },
  fingerprint: [{ catalog: 'pg_policy', root: 'pg_class', rootOid: 'm.polrelid' }],
  tracked: [{ catalog: 'pg_policy', root: 'pg_class', rootOid: 'm.polrelid', kinds: ['policy'] }],
  parts: [{ catalog: 'pg_policy', root: 'pg_class', column: 'polrelid' }],
  rowNames: { pg_policy: ['m.oid', 'm.polname'] },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    policy: true;
  }
}
