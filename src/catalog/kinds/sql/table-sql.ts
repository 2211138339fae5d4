import { catalogText } from '../../../database/text-conversion.js';
import { settableOptionsSql } from '../../kind/options-sql.js';

/** Includes the options of the TOAST table. */
const allOptions = `(coalesce(c.reloptions, '{}') || ARRAY(SELECT 'toast.' || o
      FROM pg_catalog.pg_class AS toast, pg_catalog.unnest(toast.reloptions) AS o
      WHERE toast.oid = c.reltoastrelid))`;

/** Options of the relation `c` and of its TOAST table, NULL if there are none. */
export const tableOptions = `CASE WHEN c.reloptions IS NOT NULL OR c.reltoastrelid <> 0 THEN
    ${settableOptionsSql({ options: allOptions, holder: 'table', accessMethod: 'c.relam' })} END`;

/** Parents of `c` in the order of its INHERITS clause; for a partition, its only parent. */
const parents = `NULLIF(ARRAY(SELECT ${catalogText('h.inhparent::pg_catalog.regclass')}
    FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = c.oid ORDER BY h.inhseqno), '{}')`;

const isDetaching = `EXISTS (SELECT FROM pg_catalog.pg_inherits AS h
    WHERE h.inhrelid = c.oid AND h.inhdetachpending)`;

/** Position of the table `c` in an inheritance or partition tree. */
export const treeColumns = `
  CASE WHEN NOT c.relispartition THEN ${parents} END AS inherits,
  CASE WHEN c.relispartition THEN (${parents})[1] END AS "partition of",
  pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS "partition bound",
  CASE WHEN c.relispartition AND ${isDetaching} THEN 'pending' END AS detach`;

/** Names of the columns of `c` in order; gaps in the column numbers do not matter. */
export const columnOrder = `ARRAY(SELECT pg_catalog.quote_ident(a.attname)
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS "order"`;

/** Row security of `c`; the policies are objects of their own. */
export const rowSecurityColumns = `
  CASE WHEN c.relrowsecurity THEN 'enabled' END AS "row security",
  CASE WHEN c.relforcerowsecurity THEN 'yes' END AS "force row security"`;

export const persistence = `CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence`;

/**
 * The index is named here rather than marked in the index itself: dropping it leaves the table without
 * identity.
 */
export const replicaIdentitySql = `CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing'
    WHEN 'i' THEN coalesce((SELECT 'using index ' || ${catalogText('i.indexrelid::pg_catalog.regclass')}
      FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid AND i.indisreplident), 'lost index')
    END AS "replica identity"`;
