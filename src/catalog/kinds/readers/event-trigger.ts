import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

const tags = `CASE WHEN e.evttags IS NOT NULL THEN ARRAY(
    SELECT tag COLLATE "C" FROM pg_catalog.unnest(e.evttags) AS tag ORDER BY 1) END`;

const eventTriggers = `
SELECT ${catalogText('e.oid')} AS root, pg_catalog.quote_ident(e.evtname) AS name,
  e.evtevent AS event, ${tags} AS tags, ${catalogText('e.evtfoid::pg_catalog.regproc')} AS function,
  CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled,
  ${roleSql('e.evtowner')} AS owner
FROM pg_catalog.pg_event_trigger AS e
WHERE ${isUserObject({ catalog: 'pg_event_trigger', oid: 'e.oid' })}`;

export const eventTrigger: Reader<'event trigger', ObjectRow> = {
  kind: 'event trigger',
  root: 'pg_event_trigger',
  rootOid: 'e.oid',
  query: (scope) => `${eventTriggers} ${scope}`,
  toObject: objectFrom('event trigger'),
};
