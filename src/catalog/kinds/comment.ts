import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import {
  isComparedComment,
  isInitialOfSchema,
  replacesInitialComment,
} from '../kind/initial-comments-sql.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { cannot, type Repair } from '../kind/repair.js';
import { extensionOf, identifiedSql, sharedIdentifiedSql } from './sql/identified-sql.js';
import { relationName } from './sql/relation-sql.js';
import { commentOrLabelStatement } from './statements/comment-or-label.js';

const columns = `SELECT ${catalogText('d.objoid')} AS root, pg_catalog.concat(k.kind, ' ', k.name) AS name,
  parent.kind AS parent_kind, parent.name AS parent_name, d.description AS text`;

const relationKind = `CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
    WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
    WHEN 'c' THEN 'type' ELSE 'table' END`;

/**
 * Most comments are on relations and their columns, so these are named without `pg_identify_object`, which is
 * slower. Columns of views and composite types are not objects of their own and belong to their relation.
 */
const relationComments = `
SELECT ${catalogText('d.objoid')} AS root, pg_catalog.concat(k.kind, ' ', k.name) AS name,
  CASE WHEN x.extension IS NOT NULL THEN 'extension'
    WHEN c.relkind IN ('v', 'm', 'c') THEN k.relation_kind ELSE k.kind END AS parent_kind,
  CASE WHEN x.extension IS NOT NULL THEN x.extension
    WHEN c.relkind IN ('v', 'm', 'c') THEN k.relation_name ELSE k.name END AS parent_name,
  d.description AS text, NULL::pg_catalog.text AS replaces
FROM pg_catalog.pg_description AS d
  JOIN pg_catalog.pg_class AS c ON c.oid = d.objoid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
  CROSS JOIN LATERAL (SELECT (${extensionOf}) AS extension) AS x
  CROSS JOIN LATERAL (SELECT ${relationKind} AS relation_kind, ${relationName} AS relation_name) AS r
  CROSS JOIN LATERAL (SELECT r.relation_kind, r.relation_name,
    CASE WHEN a.attnum IS NULL THEN r.relation_kind ELSE 'column' END AS kind,
    r.relation_name || coalesce('.' || pg_catalog.quote_ident(a.attname), '') AS name) AS k
WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND ${isComparedSchema('n.nspname')}`;

/** The original comment of initdb is unknown once a user has replaced it. */
const comments = `
${columns}, CASE WHEN ${replacesInitialComment('d')} THEN 'a comment of PostgreSQL' END AS replaces
${identifiedSql('pg_description')}
  AND d.classoid <> 'pg_catalog.pg_class'::pg_catalog.regclass
  AND ${isComparedComment('d')} AND NOT ${isInitialOfSchema('d')}`;

/** Comments that scripts of extensions put on members are read, too, and belong to the extension. */
const reader: Reader<'comment', ObjectRow> = {
  kind: 'comment',
  root: 'pg_description',
  rootOid: 'd.objoid',
  query: (scope) => `${relationComments} ${scope} UNION ALL ${comments} ${scope}`,
  toObject: objectFrom('comment'),
};

const sharedComments = `
${columns}
${sharedIdentifiedSql('pg_shdescription')}`;

/** Comments on this database, on roles and on tablespaces. */
const sharedReader: Reader<'comment', ObjectRow> = {
  kind: 'comment',
  root: 'pg_description',
  rootOid: 'd.objoid',
  query: (scope) => `${sharedComments} ${scope}`,
  toObject: objectFrom('comment'),
};

const repair: Repair<'comment'> = {
  kind: 'comment',
  create: (object) => [commentOn(object)],
  drop: ({ name, attributes }) =>
    attributes.replaces === undefined
      ? [commentOrLabelStatement({ statement: 'COMMENT', on: name, text: 'NULL' })]
      : cannot('the original comment of PostgreSQL is no longer known'),
  alter: ({ to }) => [commentOn(to)],
};

export function commentOn(object: CatalogObject): string {
  const text = quoteLiteral(requiredText(object, 'text'));
  return commentOrLabelStatement({ statement: 'COMMENT', on: object.name, text });
}

export const comment = defineKind({
  kind: 'comment',
  plural: 'comments',
  scope: 'as its object',
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
  dependentsPrint: 'its name',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'its parent',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  heading: ({ attributes }) => ({ head: JSON.stringify(attributes.text), reported: new Set(['text']) }),
  fingerprint: [
    { catalog: 'pg_description', root: 'pg_description', rootOid: 'm.objoid', where: isComparedComment('m') },
    { catalog: 'pg_shdescription', root: 'pg_description', rootOid: 'm.objoid' },
  ],
  // Comments on databases are not compared between databases.
  sharedRows: {
    catalog: 'pg_shdescription',
    where: "m.classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass",
  },
  tracked: [{ catalog: 'pg_description', root: 'pg_description', rootOid: 'm.objoid', kinds: ['comment'] }],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader, sharedReader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    comment: true;
  }
}
