import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { rowHash } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { cannot } from '../kind/repair.js';
import { foreignOptionsSql } from './sql/foreign-options-sql.js';
import { alterOptions, createOptions, secretIsGone } from './statements/foreign-options.js';
import { mapNamedRole } from './statements/map-named-role.js';
import { objectRepair } from './statements/object-repair.js';

/** Reads the view, which all roles may read; options that the role may not see are NULL. */
const userMappings = `
SELECT ${catalogText('u.umid')} AS root,
  m.who || ' on ' || pg_catalog.quote_ident(u.srvname) AS name,
  m.who AS "user", pg_catalog.quote_ident(u.srvname) AS server,
  ${foreignOptionsSql('u.umoptions')} AS options
FROM pg_catalog.pg_user_mappings AS u
  CROSS JOIN LATERAL (SELECT CASE WHEN u.umuser = 0 THEN 'PUBLIC'
    ELSE pg_catalog.quote_ident(u.usename) END AS who) AS m
WHERE true`;

const reader: Reader<'user mapping', ObjectRow> = {
  kind: 'user mapping',
  root: 'pg_user_mapping',
  rootOid: 'u.umid',
  query: (scope) => `${userMappings} ${scope}`,
  toObject: objectFrom('user mapping'),
};

const reference = (object: CatalogObject) =>
  `FOR ${requiredText(object, 'user')} SERVER ${requiredText(object, 'server')}`;

const repair = objectRepair({
  kind: 'user mapping',
  sql: 'USER MAPPING',
  reference,
  create: (object) => {
    const options = createOptions(listOf(object, 'options'));
    return options === undefined
      ? cannot(secretIsGone)
      : [`CREATE USER MAPPING ${reference(object)}${options};`];
  },
  alter: ({ from, to }) => {
    const options = alterOptions(listOf(from, 'options'), listOf(to, 'options'));
    return options === undefined ? cannot(secretIsGone) : [`ALTER USER MAPPING ${reference(to)}${options};`];
  },
});

export const userMapping = defineKind({
  kind: 'user mapping',
  plural: 'user mappings',
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
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  mapRoles: (object, map) => mapNamedRole(object, { attribute: 'user', before: '', map }),
  fingerprint: [{ catalog: 'pg_user_mappings', root: 'pg_user_mapping', rootOid: 'm.umid', value: rowHash }],
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
    'user mapping': true;
  }
}
