/**
 * Rows of a catalog that all databases of a cluster share (`relisshared`): objects outside of a scratch
 * database. The query names the catalog `m`.
 */
export interface SharedRows {
  readonly catalog: `pg_${string}`;
  /** A view of the same rows for roles that may not read the catalog; it has no row versions. */
  readonly view?: `pg_${string}`;
  /** Column with the name of the object, where the row is the object itself. */
  readonly name?: string;
  /** Excludes rows of scratch databases. */
  readonly where?: string;
  /** First major version that has the catalog. */
  readonly since?: number;
}
