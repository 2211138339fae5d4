import { catalogText } from '../../database/text-conversion.js';
import { firstUserOid } from './membership-sql.js';
import type { RootCatalog } from './reader.js';

/**
 * A catalog whose rows belong to roots. The query names the catalog `m`; `rootOid` is the OID of a row's
 * root; rows outside `where` cannot change what is read.
 */
export interface FingerprintMember {
  readonly catalog: string;
  readonly root: RootCatalog;
  readonly rootOid: string;
  readonly where?: string;
  /** First major version that has the catalog. */
  readonly since?: number;
  /** Whether each row is a root of its own. */
  readonly isRoot?: true;
  /** SQL that identifies a version of a row, where its ctid and xmin do not. */
  readonly value?: string;
  /**
   * Rows that affect objects which cannot be found from them. A full read is required by any difference
   * (`any`), or only by one in a root that exists before and after (`changed`).
   */
  readonly wide?: 'any' | 'changed';
}

export const ofUsers = (oid: string): string => `${oid} >= ${firstUserOid}`;

/** A catalog with OIDs of its own, in which every row is a root. */
export function allRows(catalog: RootCatalog): FingerprintMember {
  return { catalog, root: catalog, rootOid: 'm.oid', isRoot: true };
}

/** Hash of a row's name, which is all that other objects print of the row. */
export const nameHash = (column: string): string =>
  `pg_catalog.hashtextextended(m.${column}::pg_catalog.text, 0)`;

/** Hash of a row's text, for views that hide what only superusers may see. */
export const rowHash = `pg_catalog.hashtextextended(${catalogText('m')}, 0)`;

/**
 * Hash of the row version in a catalog that only superusers may read. The query is a text, since naming such
 * a catalog fails for all other roles.
 */
export function privateHash(catalog: string, visible = catalogText('m')): string {
  const version = `pg_catalog.format('SELECT ctid, xmin FROM pg_catalog.${catalog} WHERE oid = %s', m.oid)`;
  return `pg_catalog.hashtextextended(CASE WHEN pg_catalog.has_table_privilege('pg_catalog.${catalog}', 'SELECT')
    THEN pg_catalog.query_to_xml(${version}, false, true, '')::pg_catalog.text ELSE ${visible} END, 0)`;
}
