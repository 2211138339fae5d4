import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { identifiedSql, sharedIdentifiedSql } from './sql/identified-sql.js';
import { commentOrLabelStatement } from './statements/comment-or-label.js';

const columns = `SELECT ${catalogText('d.objoid')} AS root,
  pg_catalog.concat(pg_catalog.quote_ident(d.provider), ' on ', k.kind, ' ', k.name) AS name,
  parent.kind AS parent_kind, parent.name AS parent_name,
  pg_catalog.quote_ident(d.provider) AS provider, d.label`;

const labels = `
${columns}
${identifiedSql('pg_seclabel')}`;

const reader: Reader<'security label', ObjectRow> = {
  kind: 'security label',
  root: 'pg_seclabel',
  rootOid: 'd.objoid',
  query: (scope) => `${labels} ${scope}`,
  toObject: objectFrom('security label'),
};

const sharedLabels = `
${columns}
${sharedIdentifiedSql('pg_shseclabel')}`;

/** Labels of this database, of roles and of tablespaces. */
const sharedReader: Reader<'security label', ObjectRow> = {
  kind: 'security label',
  root: 'pg_seclabel',
  rootOid: 'd.objoid',
  query: (scope) => `${sharedLabels} ${scope}`,
  toObject: objectFrom('security label'),
};

const repair: Repair<'security label'> = {
  kind: 'security label',
  create: (object) => [label(object, quoteLiteral(requiredText(object, 'label')))],
  drop: (object) => [label(object, 'NULL')],
  alter: ({ to }) => [label(to, quoteLiteral(requiredText(to, 'label')))],
};

/** Statement for a label named `provider on kind name`. */
function label(object: CatalogObject, text: string): string {
  const provider = requiredText(object, 'provider');
  const on = object.name.slice(`${provider} on `.length);
  return commentOrLabelStatement({ statement: `SECURITY LABEL FOR ${provider}`, on, text });
}

export const securityLabel = defineKind({
  kind: 'security label',
  plural: 'security labels',
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
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  fingerprint: [
    { catalog: 'pg_seclabel', root: 'pg_seclabel', rootOid: 'm.objoid' },
    { catalog: 'pg_shseclabel', root: 'pg_seclabel', rootOid: 'm.objoid' },
  ],
  sharedRows: {
    catalog: 'pg_shseclabel',
    where: "m.classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass",
  },
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'all',
  readers: [reader, sharedReader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    'security label': true;
  }
}
