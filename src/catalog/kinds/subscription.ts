import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { listOf, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { privateHash } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { cannot } from '../kind/repair.js';
import { objectRepair } from './statements/object-repair.js';

/**
 * Only superusers may read `subconninfo`, and a query that names a column without the privilege to read it
 * fails as a whole; so a nested query is run where it is allowed. A password is replaced, so that the result
 * shows only that there is one.
 */
const connection = `CASE WHEN pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')
    THEN pg_catalog.substring(pg_catalog.query_to_xml(pg_catalog.format(
      'SELECT pg_catalog.encode(pg_catalog.convert_to(pg_catalog.regexp_replace(subconninfo, %L, %L, %L), %L), %L) AS c
        FROM pg_catalog.pg_subscription WHERE oid = %s',
      'password\\s*=\\s*(''([^''\\\\]|\\\\.)*''|\\S+)', 'password=***', 'g', 'UTF8', 'hex', s.oid), false, true, '')::pg_catalog.text,
      '<c>([0-9a-f]*)</c>') END`;

const yes = (column: string) => `CASE WHEN ${column} THEN 'yes' END`;

/** `substream` is a boolean until PostgreSQL 15; its default changed in 18, so it is always included. */
function streaming(major: number): string {
  if (major < 16) return `CASE WHEN s.substream THEN 'on' ELSE 'off' END`;
  return `CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END`;
}

/** Options of later versions, in the order of these. */
function laterOptions(major: number): string {
  const options: (readonly [number, string])[] = [
    [15, `CASE WHEN s.subtwophasestate <> 'd' THEN 'yes' END AS "two phase"`],
    [15, `${yes('s.subdisableonerr')} AS "disable on error"`],
    [16, `NULLIF(s.suborigin, 'any') AS origin`],
    [16, `CASE WHEN NOT s.subpasswordrequired THEN 'no' END AS "password required"`],
    [16, `${yes('s.subrunasowner')} AS "run as owner"`],
    [17, `${yes('s.subfailover')} AS failover`],
  ];
  return options.map(([since, sql]) => (major < since ? '' : `${sql}, `)).join('');
}

function subscriptions(major: number): string {
  return `
SELECT ${catalogText('s.oid')} AS root, pg_catalog.quote_ident(s.subname) AS name,
  pg_catalog.convert_from(pg_catalog.decode(${connection}, 'hex'), 'UTF8') AS connection,
  ARRAY(SELECT pg_catalog.quote_ident(p) COLLATE "C"
    FROM pg_catalog.unnest(s.subpublications) AS p ORDER BY 1) AS publications,
  ${yes('s.subenabled')} AS enabled, coalesce(s.subslotname, 'none') AS slot,
  NULLIF(s.subsynccommit, 'off') AS "synchronous commit", ${yes('s.subbinary')} AS binary,
  ${streaming(major)} AS streaming, ${laterOptions(major)}${roleSql('s.subowner')} AS owner
FROM pg_catalog.pg_subscription AS s
WHERE s.subdbid = (SELECT db.oid FROM pg_catalog.pg_database AS db
  WHERE db.datname = pg_catalog.current_database())`;
}

const reader: Reader<'subscription', ObjectRow> = {
  kind: 'subscription',
  root: 'pg_subscription',
  rootOid: 's.oid',
  query: (scope, { major }) => `${subscriptions(major)} ${scope}`,
  toObject: objectFrom('subscription'),
};

/** Attributes that are options of SET, with their defaults. */
const options = new Map<string, readonly [option: string, usual: string]>([
  ['slot', ['slot_name', 'NONE']],
  ['synchronous commit', ['synchronous_commit', 'off']],
  ['binary', ['binary', 'false']],
  ['streaming', ['streaming', 'off']],
  ['two phase', ['two_phase', 'false']],
  ['disable on error', ['disable_on_error', 'false']],
  ['origin', ['origin', 'any']],
  ['password required', ['password_required', 'true']],
  ['run as owner', ['run_as_owner', 'false']],
  ['failover', ['failover', 'false']],
]);

/**
 * Subscriptions are created and dropped without connecting to the publisher, so that the statements can run
 * in a transaction; its replication slot has to be handled by the user.
 */
const repair = objectRepair({
  kind: 'subscription',
  sql: 'SUBSCRIPTION',
  create: (object) => {
    const connection = connectionOf(object);
    if (connection === undefined) return cannot(connectionIsGone);
    const given = [...options.keys()].filter((name) => textOf(object, name) !== undefined);
    return [
      `CREATE SUBSCRIPTION ${object.name} CONNECTION ${connection} PUBLICATION ${publications(object)} WITH (${['connect = false', ...given.map((name) => setting(object, name))].join(', ')});`,
      ...(textOf(object, 'enabled') === undefined ? [] : enable(object)),
    ];
  },
  drop: (object) => [
    ...(textOf(object, 'enabled') === undefined ? [] : [`ALTER SUBSCRIPTION ${object.name} DISABLE;`]),
    ...(textOf(object, 'slot') === 'none'
      ? []
      : [`ALTER SUBSCRIPTION ${object.name} SET (slot_name = NONE);`]),
    `DROP SUBSCRIPTION ${object.name};`,
  ],
  alter: ({ to, attributes }) => {
    if (attributes.includes('connection') && connectionOf(to) === undefined) return cannot(connectionIsGone);
    const changed = attributes.filter((name) => options.has(name));
    return [
      ...(changed.length === 0
        ? []
        : [`${alter(to)} SET (${changed.map((name) => setting(to, name)).join(', ')});`]),
      ...(attributes.includes('connection') ? [`${alter(to)} CONNECTION ${connectionOf(to) ?? ''};`] : []),
      ...(attributes.includes('publications')
        ? [`${alter(to)} SET PUBLICATION ${publications(to)} WITH (refresh = false);`]
        : []),
      ...(attributes.includes('enabled') ? enable(to) : []),
    ];
  },
});

const connectionIsGone = 'its connection holds a password, which is never read, or may not be read';

function alter({ name }: CatalogObject): string {
  return `ALTER SUBSCRIPTION ${name}`;
}

/** Returns `undefined` where the connection contains a password, which is not read, or could not be read. */
function connectionOf(object: CatalogObject): string | undefined {
  const connection = textOf(object, 'connection');
  return connection === undefined || connection.includes('password=***')
    ? undefined
    : quoteLiteral(connection);
}

function publications(object: CatalogObject): string {
  return listOf(object, 'publications').join(', ');
}

function setting(object: CatalogObject, name: string): string {
  const [option, usual] = options.get(name) ?? [name, 'NONE'];
  const value = textOf(object, name) ?? usual;
  if (option !== 'slot_name')
    return `${option} = ${value === 'yes' ? 'true' : value === 'no' ? 'false' : value}`;
  return `slot_name = ${value === 'none' ? 'NONE' : quoteLiteral(value)}`;
}

function enable(object: CatalogObject): readonly string[] {
  return [`${alter(object)} ${textOf(object, 'enabled') === undefined ? 'DISABLE' : 'ENABLE'};`];
}

export const subscription = defineKind({
  kind: 'subscription',
  plural: 'subscriptions',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'alone',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'free', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [
    {
      catalog: 'pg_subscription',
      root: 'pg_subscription',
      rootOid: 'm.oid',
      value: privateHash('pg_subscription', catalogText('pg_catalog.clock_timestamp()')),
    },
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
    subscription: true;
  }
}
