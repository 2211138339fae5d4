import { catalogText } from '../../database/text-conversion.js';
import { firstUserOid } from './membership-sql.js';
import type { RootCatalog } from './reader.js';

/**
 * One catalog whose rows belong to roots. The query names the catalog `m`; `rootOid` is the OID of the
 * root that a row belongs to; rows outside `where` cannot change what is read.
 */
export interface FingerprintMember {
  readonly catalog: string;
  readonly root: RootCatalog;
  readonly rootOid: string;
  readonly where?: string;
  /** First major version that has the catalog. */
  readonly since?: number;
  /** Each row is a root of its own. */
  readonly isRoot?: true;
  /** What tells one version of a row from the next, when it is not the row's place and transaction. */
  readonly value?: string;
  /**
   * Reaches objects that nothing leads to: any difference makes a full read, or only one of a root
   * that is there before and after.
   */
  readonly wide?: 'any' | 'changed';
}

export const ofUsers = (oid: string): string => `${oid} >= ${firstUserOid}`;

/** A catalog with OIDs of its own, whose every row is a root. */
export function allRows(catalog: RootCatalog): FingerprintMember {
  return { catalog, root: catalog, rootOid: 'm.oid', isRoot: true };
}

/** What others print of a row that is a name. */
export const nameHash = (column: string): string =>
  `pg_catalog.hashtextextended(m.${column}::pg_catalog.text, 0)`;

/** Views that hide what only superusers may see; a row is told by its text. */
export const rowHash = `pg_catalog.hashtextextended(${catalogText('m')}, 0)`;

/**
 * Row versions of a catalog that only superusers may read; the query is a text, since naming such a
 * catalog fails for everybody else.
 */
export function privateHash(catalog: string, visible = catalogText('m')): string {
  const version = `pg_catalog.format('SELECT ctid, xmin FROM pg_catalog.${catalog} WHERE oid = %s', m.oid)`;
  return `pg_catalog.hashtextextended(CASE WHEN pg_catalog.has_table_privilege('pg_catalog.${catalog}', 'SELECT')
    THEN pg_catalog.query_to_xml(${version}, false, true, '')::pg_catalog.text ELSE ${visible} END, 0)`;
}
