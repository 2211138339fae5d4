import type { Kind } from '../model/object.js';
import type { RootCatalog } from './reader.js';

/** Rows of a catalog that lead to a root that can be read alone. */
export interface TrackedMember {
  readonly catalog: string;
  readonly root: RootCatalog;
  /** OID of the root of a row `m`; NULL where the row leads to none. */
  readonly rootOid: string;
  readonly where?: string;
  /** Kinds that are read of such a row. */
  readonly kinds: readonly Kind[];
  /** Kinds that are read again where the root has such objects: new ones have a row of their own. */
  readonly again?: readonly Kind[];
  /** Each row is a root of its own, with an OID. */
  readonly isRoot?: boolean;
}

/** The table of an index, or the relation itself. */
export const tableOf = (
  relation: string,
): string => `coalesce((SELECT i.indrelid FROM pg_catalog.pg_index AS i
  WHERE i.indexrelid = ${relation}), ${relation})`;

/** The table that a sequence serves as the identity of a column of: the column tells its parameters. */
export const identityTable = (sequence: string): string => `(SELECT d.refobjid FROM pg_catalog.pg_depend AS d
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = ${sequence} AND d.deptype = 'i')`;

/** The type that a composite relation stands for. */
export const compositeType = (relation: string): string => `(SELECT c.reltype FROM pg_catalog.pg_class AS c
  WHERE c.oid = ${relation} AND c.relkind = 'c')`;
