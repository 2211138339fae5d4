import { firstUserOid } from '../membership-sql.js';
import { objectFrom, type ObjectRow } from '../object-row.js';
import type { Reader } from '../reader.js';
import { identifiedSql, sharedIdentifiedSql } from './identified-sql.js';

const columns = `SELECT d.objoid::pg_catalog.text AS root, pg_catalog.concat(k.kind, ' ', k.name) AS name,
  parent.kind AS parent_kind, parent.name AS parent_name, d.description AS text`;

/** Kinds of which initdb comments on hundreds of objects that nobody comments on again. */
const commentedByInitdb = ['proc', 'operator', 'type', 'collation', 'conversion', 'am']
  .concat(['ts_config', 'ts_dict', 'ts_parser', 'ts_template'])
  .map((catalog) => `'pg_catalog.pg_${catalog}'::pg_catalog.regclass`);

const comments = `
${columns}
${identifiedSql('pg_description')}
  AND (d.objoid >= ${firstUserOid} OR d.classoid NOT IN (${commentedByInitdb.join(', ')}))`;

/** Comments of extensions' scripts on their members are read too: they come and go with them. */
export const comment: Reader<'comment', ObjectRow> = {
  kind: 'comment',
  root: 'pg_description',
  rootOid: 'd.objoid',
  query: (scope) => `${comments} ${scope}`,
  toObject: objectFrom('comment'),
};

const sharedComments = `
${columns}
${sharedIdentifiedSql('pg_shdescription')}`;

/** Comments on this database, on roles and on tablespaces. */
export const sharedComment: Reader<'comment', ObjectRow> = {
  kind: 'comment',
  root: 'pg_description',
  rootOid: 'd.objoid',
  query: (scope) => `${sharedComments} ${scope}`,
  toObject: objectFrom('comment'),
};
