import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { changePrivileges } from '../model/privileges.js';
import { allRows } from '../kind/fingerprint-member.js';
import { isScratchDatabase } from '../../database/scratch.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { cannot, type Repair } from '../kind/repair.js';
import { currentDatabase } from './sql/current-database-sql.js';
import { currentDatabasePlaceholder, onCurrentDatabase } from './statements/current-database.js';
import { ownershipOf } from './statements/owner-and-privileges.js';

const acl = { acl: 'd.datacl', kind: 'd', owner: 'd.datdba' } as const;

const databases = `
SELECT ${catalogText('d.oid')} AS root, '${currentDatabase}' AS name,
  CASE WHEN d.datconnlimit <> -1 THEN ${catalogText('d.datconnlimit')} END AS "connection limit",
  CASE WHEN NOT d.datallowconn THEN 'no' END AS "allow connections",
  CASE WHEN d.datistemplate THEN 'yes' END AS template,
  NULLIF(t.spcname, 'pg_default') AS tablespace,
  ${roleSql('d.datdba')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_database AS d
  JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
WHERE d.datname = pg_catalog.current_database()`;

const reader: Reader<'database', ObjectRow> = {
  kind: 'database',
  root: 'pg_database',
  rootOid: 'd.oid',
  query: (scope) => `${databases} ${scope}`,
  toObject: objectFrom('database'),
};

/** No statement within a database creates or drops that database. */
const repair: Repair<'database'> = {
  kind: 'database',
  create: () => cannot('no statement of a database creates the database itself'),
  drop: () => [],
  alter: ({ from, to, attributes }) => {
    const actions = attributes.filter((name) => name !== 'privileges').map((name) => action(to, name));
    return [
      ...actions.map((text) => `ALTER DATABASE ${currentDatabasePlaceholder} ${text};`),
      ...changePrivileges({
        acl: 'd',
        on: `DATABASE ${currentDatabasePlaceholder}`,
        from: ownershipOf(from),
        to: ownershipOf(to),
      }),
    ].map((statement) =>
      statement.includes(currentDatabasePlaceholder) ? onCurrentDatabase(statement) : statement,
    );
  },
};

function action(object: CatalogObject, name: string): string {
  switch (name) {
    case 'owner':
      return `OWNER TO ${requiredText(object, name)}`;
    case 'connection limit':
      return `CONNECTION LIMIT ${textOf(object, name) ?? '-1'}`;
    case 'allow connections':
      return `ALLOW_CONNECTIONS ${textOf(object, name) === undefined ? 'true' : 'false'}`;
    case 'template':
      return `IS_TEMPLATE ${textOf(object, name) === undefined ? 'false' : 'true'}`;
    default:
      return `SET TABLESPACE ${textOf(object, name) ?? 'pg_default'}`;
  }
}

export const database = defineKind({
  kind: 'database',
  plural: 'databases',
  scope: 'whole database',
  privileges: 'd',
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
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_database'), where: 'm.datname = pg_catalog.current_database()' }],
  sharedRows: { catalog: 'pg_database', where: `NOT (${isScratchDatabase('m.datname')})` },
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
    database: true;
  }
}
