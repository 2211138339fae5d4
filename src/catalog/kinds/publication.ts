import { catalogText } from '../../database/text-conversion.js';
import { listOf, textOf } from '../model/attribute.js';
import { splitName } from '../model/list-syntax.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

/** Column lists and row filters, since PostgreSQL 15. */
function tables(major: number): string {
  const details =
    major < 15
      ? ''
      : ` || coalesce(' (' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C")
          FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')', '')
      || coalesce(' WHERE (' || pg_catalog.pg_get_expr(r.prqual, r.prrelid) || ')', '')`;
  return `NULLIF(ARRAY(SELECT (${catalogText('r.prrelid::pg_catalog.regclass')}${details}) COLLATE "C"
    FROM pg_catalog.pg_publication_rel AS r WHERE r.prpubid = p.oid ORDER BY 1), '{}')`;
}

/** `TABLES IN SCHEMA`, since PostgreSQL 15. */
function schemas(major: number): string {
  if (major < 15) return 'NULL';
  return `NULLIF(ARRAY(SELECT pg_catalog.quote_ident(n.nspname) COLLATE "C"
    FROM pg_catalog.pg_publication_namespace AS s JOIN pg_catalog.pg_namespace AS n ON n.oid = s.pnnspid
    WHERE s.pnpubid = p.oid ORDER BY 1), '{}')`;
}

/** By default, all four operations are published. */
const operations = `CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)
    THEN pg_catalog.concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
      CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
      CASE WHEN p.pubtruncate THEN 'truncate' END) END`;

function publications(major: number): string {
  return `
SELECT ${catalogText('p.oid')} AS root, pg_catalog.quote_ident(p.pubname) AS name,
  CASE WHEN p.puballtables THEN 'yes' END AS "all tables",
  ${tables(major)} AS tables, ${schemas(major)} AS schemas, ${operations} AS operations,
  CASE WHEN p.pubviaroot THEN 'yes' END AS "via root",
  ${major < 18 ? 'NULL' : "CASE p.pubgencols WHEN 's' THEN 'stored' END"} AS "generated columns",
  ${roleSql('p.pubowner')} AS owner
FROM pg_catalog.pg_publication AS p
WHERE ${isUserObject({ catalog: 'pg_publication', oid: 'p.oid' })}`;
}

const reader: Reader<'publication', ObjectRow> = {
  kind: 'publication',
  root: 'pg_publication',
  rootOid: 'p.oid',
  query: (scope, { major }) => `${publications(major)} ${scope}`,
  toObject: objectFrom('publication'),
};

const optionNames = ['operations', 'via root', 'generated columns'];

const repair = objectRepair({
  kind: 'publication',
  sql: 'PUBLICATION',
  create: (object) => {
    const everything = textOf(object, 'all tables') !== undefined ? ' FOR ALL TABLES' : '';
    const members = membersOf(object);
    const some = members.length === 0 ? '' : ` FOR ${members.join(', ')}`;
    const options = optionNames.filter((name) => textOf(object, name) !== undefined);
    const having = options.length === 0 ? '' : ` WITH (${optionsOf(object, options)})`;
    return [`CREATE PUBLICATION ${object.name}${everything}${some}${having};`];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('all tables')) return undefined;
    const options = attributes.filter((name) => optionNames.includes(name));
    return [
      ...(options.length < attributes.length ? [setMembers(from, to)] : []),
      ...(options.length > 0 ? [`SET (${optionsOf(to, options)})`] : []),
    ].map((action) => `ALTER PUBLICATION ${to.name} ${action};`);
  },
});

function membersOf(object: CatalogObject): readonly string[] {
  return [
    ...named('TABLE', listOf(object, 'tables')),
    ...named('TABLES IN SCHEMA', listOf(object, 'schemas')),
  ];
}

/** PostgreSQL 14 accepts the keyword only before the first name. */
function named(word: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${word} ${names.join(', ')}`];
}

/** SET requires at least one member, and DROP names tables without their columns and filters. */
function setMembers(from: CatalogObject, to: CatalogObject): string {
  const members = membersOf(to);
  if (members.length > 0) return `SET ${members.join(', ')}`;
  const dropped = [
    ...named('TABLE', listOf(from, 'tables').map(qualifiedName)),
    ...named('TABLES IN SCHEMA', listOf(from, 'schemas')),
  ];
  return `DROP ${dropped.join(', ')}`;
}

/** `"my schema".t (a, b)` starts with the name of the table. */
function qualifiedName(table: string): string {
  const [name] = /^(?:"(?:[^"]|"")*"|[^\s".(])+(?:\.(?:"(?:[^"]|"")*"|[^\s".(]+))?/u.exec(table) ?? [];
  return name ?? splitName(table)[0];
}

function optionsOf(object: CatalogObject, names: readonly string[]): string {
  return names.map((name) => optionOf(object, name)).join(', ');
}

function optionOf(object: CatalogObject, name: string): string {
  switch (name) {
    case 'operations':
      return `publish = '${textOf(object, name) ?? 'insert, update, delete, truncate'}'`;
    case 'via root':
      return `publish_via_partition_root = ${textOf(object, name) === undefined ? 'false' : 'true'}`;
    default:
      return `publish_generated_columns = ${textOf(object, name) ?? 'none'}`;
  }
}

export const publication = defineKind({
  kind: 'publication',
  plural: 'publications',
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
  expressions: ['tables'],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  // Entries such as `public.orders`, `public.orders (id) WHERE (…)`, `sales`.
  lists: { table: ['tables'], schema: ['schemas'] },
  fingerprint: [
    allRows('pg_publication'),
    { catalog: 'pg_publication_rel', root: 'pg_publication', rootOid: 'm.prpubid' },
    { catalog: 'pg_publication_namespace', root: 'pg_publication', rootOid: 'm.pnpubid', since: 15 },
  ],
  tracked: [],
  parts: [{ catalog: 'pg_publication_rel', root: 'pg_publication', column: 'prpubid' }],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    publication: true;
  }
}
