import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import { isColumn } from '../model/kind-traits.js';
import type { CatalogObject } from '../model/object.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { objectRepair } from './statements/object-repair.js';

/**
 * Since PostgreSQL 15, ICU locales have a column of their own, renamed in 17. The version of the library is
 * not read, because it depends on the machine.
 */
function locale(major: number): string {
  if (major >= 17) return 'c.colllocale';
  return major >= 15 ? 'c.colliculocale' : "CASE WHEN c.collprovider = 'i' THEN c.collcollate END";
}

function collations(major: number): string {
  const libc = "c.collprovider = 'c'";
  return `
SELECT ${catalogText('c.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, c.collname) AS name,
  CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin' ELSE 'default' END AS provider,
  ${locale(major)} AS locale,
  CASE WHEN ${libc} THEN c.collcollate END AS "lc_collate", CASE WHEN ${libc} THEN c.collctype END AS "lc_ctype",
  CASE WHEN NOT c.collisdeterministic THEN 'no' END AS deterministic,
  ${major >= 16 ? 'c.collicurules' : 'NULL'} AS rules, ${roleSql('c.collowner')} AS owner
FROM pg_catalog.pg_collation AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
WHERE ${isUserObject({ catalog: 'pg_collation', oid: 'c.oid' })} AND ${isComparedSchema('n.nspname')}`;
}

const reader: Reader<'collation', ObjectRow> = {
  kind: 'collation',
  root: 'pg_collation',
  rootOid: 'c.oid',
  query: (scope, { major }) => `${collations(major)} ${scope}`,
  toObject: objectFrom('collation'),
};

const repair: Repair<'collation'> = {
  ...objectRepair({
    kind: 'collation',
    sql: 'COLLATION',
    create: (object) => [`CREATE COLLATION ${object.name} (${options(object).join(', ')});`],
  }),
  obstacle: (users) => (users.some(isColumn) ? 'columns use it, and it cannot be altered' : undefined),
};

function options(object: CatalogObject): readonly string[] {
  const texts = ['locale', 'lc_collate', 'lc_ctype', 'rules'].flatMap((name) => {
    const value = textOf(object, name);
    return value === undefined ? [] : [`${name} = ${quoteLiteral(value)}`];
  });
  const deterministic = textOf(object, 'deterministic') === 'no' ? ['deterministic = false'] : [];
  return [`provider = ${requiredText(object, 'provider')}`, ...texts, ...deterministic];
}

export const collation = defineKind({
  kind: 'collation',
  plural: 'collations',
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
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_collation'), where: ofUsers('m.oid') }],
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
    collation: true;
  }
}
