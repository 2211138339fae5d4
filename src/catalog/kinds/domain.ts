import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { localName } from '../model/qualified-name.js';
import { initialOwnerSql, initialPrivilegesSql, isComparedObject } from '../kind/initial-privileges-sql.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, originSql } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { objectRepair } from './statements/object-repair.js';

const address = {
  catalog: 'pg_type',
  oid: 't.oid',
  acl: 't.typacl',
  kind: 'T',
  owner: 't.typowner',
} as const;

/** NOT NULL has a name since PostgreSQL 17; read where it differs from the generated one. */
const notNullName = (major: number): string =>
  major < 17
    ? 'NULL'
    : `(SELECT pg_catalog.quote_ident(con.conname) FROM pg_catalog.pg_constraint AS con
    WHERE con.contypid = t.oid AND con.contype = 'n'
      AND con.conname <> pg_catalog.left(t.typname || '_not_null', 63))`;

/** Check constraints of a domain are objects of their own. */
const domains = (major: number): string => `
SELECT ${catalogText('t.oid')} AS root,
  pg_catalog.format('%I.%I', n.nspname, t.typname) AS name,
  o.origin AS "part of",
  CASE WHEN o.origin IS NULL THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS type,
  CASE WHEN t.typcollation <> b.typcollation THEN
    ${catalogText('t.typcollation::pg_catalog.regcollation')} END AS collation,
  pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS "default",
  CASE WHEN t.typnotnull THEN 'yes' END AS "not null", ${notNullName(major)} AS "not null constraint",
  ${roleSql('t.typowner')} AS owner,
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(address)} END AS "initial privileges",
  ${initialOwnerSql(address)} AS "initial owner",
  ${privilegesSql(address)} AS privileges
FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
  CROSS JOIN LATERAL (SELECT ${originSql(address)} AS origin) AS o
WHERE t.typtype = 'd' AND ${isComparedSchema('n.nspname')} AND ${isComparedObject(address)}`;

const reader: Reader<'domain', ObjectRow> = {
  kind: 'domain',
  root: 'pg_type',
  rootOid: 't.oid',
  query: (scope, { major }) => `${domains(major)} ${scope}`,
  toObject: objectFrom('domain'),
};

const alterable = new Set(['default', 'not null', 'not null constraint']);

const repair: Repair<'domain'> = {
  ...objectRepair({
    kind: 'domain',
    sql: 'DOMAIN',
    privileges: { acl: 'T' },
    create: (object) => [
      `CREATE DOMAIN ${object.name} AS ${requiredText(object, 'type')}${clauses(object)};`,
    ],
    alter: ({ from, to, attributes }) => {
      if (attributes.some((name) => !alterable.has(name))) return undefined;
      return [
        ...(attributes.includes('default') ? [setDefault(to)] : []),
        ...(attributes.some((name) => name.startsWith('not null')) ? changeNotNull(from, to) : []),
      ].map((action) => `ALTER DOMAIN ${to.name} ${action};`);
    },
  }),
  values: { isPossible: () => true, notes: () => [] },
};

function clauses(object: CatalogObject): string {
  const collation = textOf(object, 'collation');
  const value = textOf(object, 'default');
  return [
    collation === undefined ? '' : ` COLLATE ${collation}`,
    value === undefined ? '' : ` DEFAULT ${value}`,
    textOf(object, 'not null') === undefined ? '' : ` ${notNull(object)}`,
  ].join('');
}

function setDefault(object: CatalogObject): string {
  const value = textOf(object, 'default');
  return value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`;
}

function changeNotNull(from: CatalogObject, to: CatalogObject): readonly string[] {
  if (textOf(to, 'not null') === undefined) return ['DROP NOT NULL'];
  if (textOf(from, 'not null') !== undefined)
    return [`RENAME CONSTRAINT ${constraintName(from)} TO ${constraintName(to)}`];
  return [textOf(to, 'not null constraint') === undefined ? 'SET NOT NULL' : `ADD ${notNull(to)}`];
}

function notNull(object: CatalogObject): string {
  const name = textOf(object, 'not null constraint');
  return `${name === undefined ? '' : `CONSTRAINT ${name} `}NOT NULL`;
}

/** The name that PostgreSQL generates is that of the domain with a suffix. */
function constraintName(object: CatalogObject): string {
  const domain = localName(object.name);
  const usual = domain.startsWith('"') ? `${domain.slice(0, -1)}_not_null"` : `${domain}_not_null`;
  return textOf(object, 'not null constraint') ?? usual;
}

export const domain = defineKind({
  kind: 'domain',
  plural: 'domains',
  scope: 'database',
  privileges: 'T',
  identity: 'own OID',
  identifiedAs: 'type',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'types',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: ['default'],
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
    domain: true;
  }
}
