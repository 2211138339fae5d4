import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { membersSql } from './sql/operator-members-sql.js';
import { objectRepair } from './statements/object-repair.js';

const classes = `
SELECT ${catalogText('c.oid')} AS root,
  pg_catalog.format('%I.%I USING %I', n.nspname, c.opcname, am.amname) AS name,
  'operator family' AS parent_kind, f.name AS parent_name, f.name AS family,
  CASE WHEN c.opcdefault THEN 'yes' END AS "default",
  pg_catalog.format_type(c.opcintype, NULL) AS type,
  CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS storage,
  ${membersSql({ family: 'c.opcfamily', owner: { catalog: 'pg_opclass', oid: 'c.oid' } })} AS members,
  ${roleSql('c.opcowner')} AS owner
FROM pg_catalog.pg_opclass AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.opcnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = c.opcmethod
  CROSS JOIN LATERAL (
    SELECT pg_catalog.format('%I.%I USING %I', fn.nspname, x.opfname, am.amname) AS name
    FROM pg_catalog.pg_opfamily AS x JOIN pg_catalog.pg_namespace AS fn ON fn.oid = x.opfnamespace
    WHERE x.oid = c.opcfamily) AS f
WHERE ${isUserObject({ catalog: 'pg_opclass', oid: 'c.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'operator class', ObjectRow> = {
  kind: 'operator class',
  root: 'pg_opclass',
  rootOid: 'c.oid',
  query: (scope) => `${classes} ${scope}`,
  toObject: objectFrom('operator class'),
};

const repair = objectRepair({
  kind: 'operator class',
  sql: 'OPERATOR CLASS',
  create: (object) => {
    const [name, method] = splitMethod(object.name);
    const [family] = splitMethod(requiredText(object, 'family'));
    const standard = textOf(object, 'default') === undefined ? '' : ' DEFAULT';
    const type = requiredText(object, 'type');
    return [
      `CREATE OPERATOR CLASS ${name}${standard} FOR TYPE ${type} USING ${method} FAMILY ${family} AS ${items(object).join(', ')};`,
    ];
  },
});

/** Splits a name such as `public.ordered USING btree`. */
function splitMethod(name: string): readonly [string, string] {
  const at = name.lastIndexOf(' USING ');
  return [name.slice(0, at), name.slice(at + ' USING '.length)];
}

/**
 * Items of CREATE OPERATOR CLASS. At least one is required; naming the type itself as storage has no effect.
 */
function items(object: CatalogObject): readonly string[] {
  const members = listOf(object, 'members');
  const storage =
    textOf(object, 'storage') ?? (members.length === 0 ? requiredText(object, 'type') : undefined);
  return storage === undefined ? members : [...members, `STORAGE ${storage}`];
}

export const operatorClass = defineKind({
  kind: 'operator class',
  plural: 'operator classes',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'of its own',
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
    // The default class for a type is used without an entry in pg_depend.
    { ...allRows('pg_opclass'), where: ofUsers('m.oid'), wide: 'any' },
  ],
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
    'operator class': true;
  }
}
