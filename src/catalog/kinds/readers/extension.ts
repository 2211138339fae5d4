import { catalogText } from '../../../database/text-conversion.js';
import { rememberMembers } from '../../model/identity.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/** Also those of the template (`plpgsql`): people drop them. */
const extensions = `
SELECT ${catalogText('e.oid')} AS root, pg_catalog.quote_ident(e.extname) AS name,
  pg_catalog.quote_ident(n.nspname) AS schema, e.extversion AS version,
  NULLIF(ARRAY(SELECT pg_catalog.quote_ident(r.extname) COLLATE "C" FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_extension AS r ON r.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.objid = e.oid
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY 1), '{}') AS requires,
  ${roleSql('e.extowner')} AS owner,
  ARRAY(SELECT pg_catalog.concat(o.type, ' ', o.identity)
    FROM pg_catalog.pg_depend AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS o
    WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid
      AND d.deptype = 'e') AS members
FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
WHERE true`;

interface ExtensionRow extends ObjectRow {
  readonly members: readonly string[];
}

export const extension: Reader<'extension', ExtensionRow> = {
  kind: 'extension',
  root: 'pg_extension',
  rootOid: 'e.oid',
  query: (scope) => `${extensions} ${scope}`,
  toObject: ({ members, ...row }) => {
    const object = objectFrom('extension')(row);
    rememberMembers(object, members);
    return object;
  },
};
