import { catalogText } from '../../database/text-conversion.js';
import type { CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { settableOptionsSql } from '../kind/options-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { comparedRelations, relationColumns } from './sql/relation-sql.js';
import { changeOwnership, createWithOwner, dropWithPrivileges } from './statements/owner-and-privileges.js';
import { changeParameters, withParameters } from './statements/storage-parameters.js';

/** The columns of the view `c` in order: CREATE OR REPLACE keeps them and appends others. */
const columnsWithTypes = `ARRAY(SELECT pg_catalog.concat(pg_catalog.quote_ident(a.attname), ' ',
      pg_catalog.format_type(a.atttypid, a.atttypmod),
      ' COLLATE ' || ${catalogText('NULLIF(a.attcollation, 0)::pg_catalog.regcollation')})
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) AS "order"`;

const views = `
SELECT ${relationColumns('r')},
  pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' ;\\n') AS definition,
  ${settableOptionsSql({ options: 'c.reloptions', holder: 'view' })} AS options, ${columnsWithTypes}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE ${comparedRelations(['v'], 'r')}`;

const reader: Reader<'view', ObjectRow> = {
  kind: 'view',
  root: 'pg_class',
  rootOid: 'c.oid',
  query: (scope) => `${views} ${scope}`,
  toObject: objectFrom('view'),
};

/** ALTER VIEW changes the owner of a view; GRANT has only the keyword TABLE. */
const held = { acl: 'r', alter: 'VIEW', on: 'TABLE' } as const;

function define(verb: string, { name, attributes: { definition, options } }: CatalogObject): string {
  return `${verb} VIEW ${name}${withParameters(options)} AS ${String(definition)};`;
}

/** Whether all columns remain, possibly followed by new ones. */
function isReplaceable(from: CatalogObject, to: CatalogObject): boolean {
  const [was, is] = [from.order ?? [], to.order ?? []];
  return was.length > 0 && was.every((column, at) => column === is[at]);
}

const repair: Repair<'view'> = {
  kind: 'view',
  create: createWithOwner(held, (object) => [define('CREATE', object)]),
  drop: dropWithPrivileges(held, ({ name }) => `DROP VIEW ${name};`),
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('definition')) {
      if (!isReplaceable(from, to)) return undefined;
      return [define('CREATE OR REPLACE', to), ...changeOwnership({ from, to }, held)];
    }
    return [
      ...changeParameters({
        statement: `ALTER VIEW ${to.name}`,
        from: from.attributes.options,
        to: to.attributes.options,
      }),
      ...changeOwnership({ from, to }, held),
    ];
  },
};

export const view = defineKind({
  kind: 'view',
  plural: 'views',
  scope: 'database',
  privileges: 'r',
  identity: 'own OID',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'relations',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'of its query',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [],
  tracked: [
    { catalog: 'pg_class', root: 'pg_class', rootOid: 'm.oid', where: "m.relkind IN ('v')", kinds: ['view'] },
  ],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    view: true;
  }
}
