import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { relationKind, relationName } from './relation-sql.js';

/** The target is -1 before PostgreSQL 17 and NULL since where it was never set. */
const statisticsObjects = `
SELECT ${catalogText('s.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, s.stxname) AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition, ${roleSql('s.stxowner')} AS owner,
  CASE WHEN s.stxstattarget >= 0 THEN ${catalogText('s.stxstattarget')} END AS target
FROM pg_catalog.pg_statistic_ext AS s
  JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace
  JOIN pg_catalog.pg_class AS c ON c.oid = s.stxrelid
WHERE ${isComparedSchema('n.nspname')} AND ${isUserObject({ catalog: 'pg_statistic_ext', oid: 's.oid' })}`;

export const statistics: Reader<'statistics', ObjectRow> = {
  kind: 'statistics',
  root: 'pg_statistic_ext',
  rootOid: 's.oid',
  query: (scope) => `${statisticsObjects} ${scope}`,
  toObject: objectFrom('statistics'),
};
