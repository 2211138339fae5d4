import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { identifiedSql, sharedIdentifiedSql } from './identified-sql.js';

const columns = `SELECT ${catalogText('d.objoid')} AS root,
  pg_catalog.concat(pg_catalog.quote_ident(d.provider), ' on ', k.kind, ' ', k.name) AS name,
  parent.kind AS parent_kind, parent.name AS parent_name,
  pg_catalog.quote_ident(d.provider) AS provider, d.label`;

const labels = `
${columns}
${identifiedSql('pg_seclabel')}`;

export const securityLabel: Reader<'security label', ObjectRow> = {
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
export const sharedSecurityLabel: Reader<'security label', ObjectRow> = {
  kind: 'security label',
  root: 'pg_seclabel',
  rootOid: 'd.objoid',
  query: (scope) => `${sharedLabels} ${scope}`,
  toObject: objectFrom('security label'),
};
