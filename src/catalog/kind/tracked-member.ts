import type { Kind } from '../model/object.js';
import type { RootCatalog } from './reader.js';

/** Rows of a catalog that lead to a root that can be read separately. */
export interface TrackedMember {
  readonly catalog: string;
  readonly root: RootCatalog;
  /** OID of the root of a row `m`; NULL where it has none. */
  readonly rootOid: string;
  readonly where?: string;
  /** Kinds that are read for such a row. */
  readonly kinds: readonly Kind[];
  /** Kinds that are read again where the root already has such objects; new ones have a row of their own. */
  readonly again?: readonly Kind[];
  /** Whether each row is a root of its own, with an OID. */
  readonly isRoot?: boolean;
}

/** SQL expression of the table of an index, or of the relation itself. */
export const tableOf = (
  relation: string,
): string => `coalesce((SELECT i.indrelid FROM pg_catalog.pg_index AS i
  WHERE i.indexrelid = ${relation}), ${relation})`;

/**
 * SQL expression of the table in which a sequence is the identity of a column; the column contains the
 * sequence's parameters.
 */
export const identityTable = (sequence: string): string => `(SELECT d.refobjid FROM pg_catalog.pg_depend AS d
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = ${sequence} AND d.deptype = 'i')`;

/** SQL expression of the type of a composite relation. */
export const compositeType = (relation: string): string => `(SELECT c.reltype FROM pg_catalog.pg_class AS c
  WHERE c.oid = ${relation} AND c.relkind = 'c')`;
