import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { cannot } from '../kind/repair.js';
import { foreignOptionsSql } from './sql/foreign-options-sql.js';
import { alterOptions, createOptions, secretIsGone } from './statements/foreign-options.js';
import { objectRepair } from './statements/object-repair.js';

const acl = { acl: 's.srvacl', kind: 'S', owner: 's.srvowner' } as const;

const servers = `
SELECT ${catalogText('s.oid')} AS root, pg_catalog.quote_ident(s.srvname) AS name,
  s.srvtype AS type, s.srvversion AS version, pg_catalog.quote_ident(w.fdwname) AS wrapper,
  ${foreignOptionsSql('s.srvoptions')} AS options,
  ${roleSql('s.srvowner')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_foreign_server AS s
  JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
WHERE ${isUserObject({ catalog: 'pg_foreign_server', oid: 's.oid' })}`;

const reader: Reader<'server', ObjectRow> = {
  kind: 'server',
  root: 'pg_foreign_server',
  rootOid: 's.oid',
  query: (scope) => `${servers} ${scope}`,
  toObject: objectFrom('server'),
};

const repair = objectRepair({
  kind: 'server',
  sql: 'SERVER',
  privileges: { acl: 'S', sql: 'FOREIGN SERVER' },
  create: (object) => {
    const options = createOptions(listOf(object, 'options'));
    if (options === undefined) return cannot(secretIsGone);
    const wrapper = requiredText(object, 'wrapper');
    return [
      `CREATE SERVER ${object.name}${text(object, 'type')}${text(object, 'version')} FOREIGN DATA WRAPPER ${wrapper}${options};`,
    ];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.some((name) => name !== 'options' && name !== 'version')) return undefined;
    if (textOf(from, 'version') !== undefined && textOf(to, 'version') === undefined) return undefined;
    const options = alterOptions(listOf(from, 'options'), listOf(to, 'options'));
    return options === undefined
      ? cannot(secretIsGone)
      : [`ALTER SERVER ${to.name}${text(to, 'version')}${options};`];
  },
});

function text(object: CatalogObject, name: 'type' | 'version'): string {
  const value = textOf(object, name);
  return value === undefined ? '' : ` ${name.toUpperCase()} ${quoteLiteral(value)}`;
}

export const server = defineKind({
  kind: 'server',
  plural: 'servers',
  scope: 'database',
  privileges: 'S',
  identity: 'name',
  rename: 'alone',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['user mapping', 'foreign table'],
  namingAttribute: 'server',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [allRows('pg_foreign_server')],
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
    server: true;
  }
}
