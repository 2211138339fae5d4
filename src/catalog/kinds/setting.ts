import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import type { RoleMap } from '../model/kind-traits.js';
import type { CatalogObject } from '../model/object.js';
import { isScratchDatabase } from '../../database/scratch.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { currentDatabase } from './sql/current-database-sql.js';
import { currentDatabasePlaceholder, onCurrentDatabase } from './statements/current-database.js';

const role = `CASE WHEN s.setrole <> 0 THEN ${roleSql('s.setrole')} END`;

/** Settings of this database, of a role in it, and of a role in all databases (shared by the cluster). */
const settings = `
SELECT ${catalogText('s.setdatabase')} AS root,
  pg_catalog.concat(x.name, ' of ', CASE WHEN s.setrole <> 0 THEN 'role ' || ${role}
    WHEN s.setdatabase = 0 THEN 'all roles' END,
    CASE WHEN s.setdatabase <> 0 AND s.setrole <> 0 THEN ' in ' END,
    CASE WHEN s.setdatabase <> 0 THEN '${currentDatabase}' END) AS name,
  CASE WHEN s.setrole <> 0 THEN 'role' END AS parent_kind, ${role} AS parent_name,
  x.name AS parameter, ${role} AS role,
  CASE WHEN s.setdatabase <> 0 THEN '${currentDatabase}' END AS database, x.value
FROM pg_catalog.pg_db_role_setting AS s
  CROSS JOIN LATERAL (
    SELECT pg_catalog.split_part(item, '=', 1) AS name,
      pg_catalog.substr(item, pg_catalog.strpos(item, '=') + 1) AS value
    FROM pg_catalog.unnest(s.setconfig) AS item) AS x
WHERE (s.setdatabase = 0 OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database AS d
  WHERE d.datname = pg_catalog.current_database()))`;

const reader: Reader<'setting', ObjectRow> = {
  kind: 'setting',
  root: 'pg_db_role_setting',
  rootOid: 's.setdatabase',
  query: (scope) => `${settings} ${scope}`,
  toObject: objectFrom('setting'),
};

const repair: Repair<'setting'> = {
  kind: 'setting',
  create: (object) => [change(object, set(object))],
  drop: (object) => [change(object, `RESET ${parameter(object)}`)],
  alter: ({ to }) => [change(to, set(to))],
};

function change(object: CatalogObject, action: string): string {
  const role = textOf(object, 'role');
  if (textOf(object, 'database') === undefined) return `ALTER ROLE ${role ?? 'ALL'} ${action};`;
  const place =
    role === undefined
      ? `ALTER DATABASE ${currentDatabasePlaceholder}`
      : `ALTER ROLE ${role} IN DATABASE ${currentDatabasePlaceholder}`;
  return onCurrentDatabase(`${place} ${action};`);
}

/** Parameters whose values are lists of identifiers, stored with quotes (`GUC_LIST_QUOTE`). */
const lists = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

function set(object: CatalogObject): string {
  const value = requiredText(object, 'value');
  const isList = lists.has(requiredText(object, 'parameter').toLowerCase());
  return `SET ${parameter(object)} TO ${isList && value !== '' ? emptyQuoted(value) : quoteLiteral(value)}`;
}

/** In PostgreSQL, `""` is an empty list and not an identifier. */
function emptyQuoted(list: string): string {
  return list === '""' ? "''" : list;
}

/** A parameter such as `app.user_id` has a name of two parts. */
function parameter(object: CatalogObject): string {
  const name = requiredText(object, 'parameter');
  return /^[a-z_][a-z0-9_.]*$/u.test(name) ? name : name.split('.').map(quoteIdentifier).join('.');
}

/** Replaces the role in a setting such as `work_mem of role app in current database`. */
function mapRoles(object: CatalogObject, map: RoleMap): CatalogObject {
  const was = textOf(object, 'role');
  if (was === undefined) return object;
  const is = map(was);
  const name = object.name.replace(` of role ${was}`, () => ` of role ${is}`);
  const parent = { kind: 'role', name: is } as const;
  return { ...object, name, parent, attributes: { ...object.attributes, role: is } };
}

export const setting = defineKind({
  kind: 'setting',
  plural: 'settings',
  scope: 'cluster',
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
  names: { text: 'free', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  mapRoles,
  fingerprint: [
    {
      catalog: 'pg_db_role_setting',
      root: 'pg_db_role_setting',
      rootOid: 'm.setdatabase',
      where: `m.setdatabase = 0 OR m.setdatabase = (SELECT db.oid FROM pg_catalog.pg_database AS db
      WHERE db.datname = pg_catalog.current_database())`,
    },
  ],
  sharedRows: {
    catalog: 'pg_db_role_setting',
    where: `NOT EXISTS (SELECT FROM pg_catalog.pg_database AS db
      WHERE db.oid = m.setdatabase AND ${isScratchDatabase('db.datname')})`,
  },
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
    setting: true;
  }
}
