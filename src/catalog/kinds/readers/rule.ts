import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { relationKind, relationName, relationsOfUsers } from './relation-sql.js';

/** `_RETURN` is the view itself. */
const rules = `
SELECT ${catalogText('r.ev_class')} AS root,
  pg_catalog.quote_ident(r.rulename) || ' on ' || ${relationName} AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  pg_catalog.btrim(pg_catalog.pg_get_ruledef(r.oid), ';') AS definition,
  CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled
FROM pg_catalog.pg_rewrite AS r
  JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND ${relationsOfUsers(['r', 'p', 'v', 'm', 'f'])}`;

export const rule: Reader<'rule', ObjectRow> = {
  kind: 'rule',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_rewrite',
  query: (scope) => `${rules} ${scope}`,
  toObject: objectFrom('rule'),
};
