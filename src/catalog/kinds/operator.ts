import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { cannot } from '../kind/repair.js';
import { operatorName } from './sql/signature-sql.js';
import { objectRepair } from './statements/object-repair.js';

const reference = (column: string) => `(SELECT pg_catalog.format('OPERATOR(%I.%s)', xn.nspname, x.oprname)
      FROM pg_catalog.pg_operator AS x JOIN pg_catalog.pg_namespace AS xn ON xn.oid = x.oprnamespace
      WHERE x.oid = ${column})`;

/** An undefined operator that another one names as its commutator or negator is a shell. */
const definition = `CASE WHEN o.oprcode = 0 THEN 'shell' ELSE pg_catalog.concat_ws(', ',
    'FUNCTION = ' || ${catalogText('o.oprcode')},
    CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || pg_catalog.format_type(o.oprleft, NULL) END,
    CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || pg_catalog.format_type(o.oprright, NULL) END,
    'COMMUTATOR = ' || ${reference('o.oprcom')}, 'NEGATOR = ' || ${reference('o.oprnegate')},
    CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) END`;

const operators = `
SELECT ${catalogText('o.oid')} AS root,
  ${operatorName('o.oid')} AS name,
  ${definition} AS definition,
  CASE WHEN o.oprrest <> 0 THEN ${catalogText('o.oprrest')} END AS restrict,
  CASE WHEN o.oprjoin <> 0 THEN ${catalogText('o.oprjoin')} END AS join, ${roleSql('o.oprowner')} AS owner
FROM pg_catalog.pg_operator AS o
  JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
WHERE ${isUserObject({ catalog: 'pg_operator', oid: 'o.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'operator', ObjectRow> = {
  kind: 'operator',
  root: 'pg_operator',
  rootOid: 'o.oid',
  query: (scope) => `${operators} ${scope}`,
  toObject: objectFrom('operator'),
};

const estimators = ['restrict', 'join'];

/** A shell is created only when another operator names it. */
const repair = objectRepair({
  kind: 'operator',
  sql: 'OPERATOR',
  create: (object) => {
    const definition = requiredText(object, 'definition');
    if (definition === 'shell') return cannot('it exists only because another operator refers to it');
    return [`CREATE OPERATOR ${bareName(object)} (${[definition, ...estimatorsOf(object)].join(', ')});`];
  },
  alter: ({ to, attributes }) => {
    if (attributes.some((name) => !estimators.includes(name))) return undefined;
    const settings = attributes.map((name) => `${name.toUpperCase()} = ${textOf(to, name) ?? 'NONE'}`);
    return [`ALTER OPERATOR ${to.name} SET (${settings.join(', ')});`];
  },
});

/** Name without operands, which CREATE lists among the options. */
function bareName({ name }: CatalogObject): string {
  return name.slice(0, name.indexOf('('));
}

function estimatorsOf(object: CatalogObject): readonly string[] {
  return estimators.flatMap((name) => {
    const value = textOf(object, name);
    return value === undefined ? [] : [`${name.toUpperCase()} = ${value}`];
  });
}

export const operator = defineKind({
  kind: 'operator',
  plural: 'operators',
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
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'with types' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_operator'), where: ofUsers('m.oid') }],
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
    operator: true;
  }
}
