/** Which object class `acldefault` is asked for; PostgreSQL 18 manual, table 9.77. */
export type AclKind = 'r' | 's' | 'c' | 'n' | 'f' | 'l' | 'T' | 'F' | 'S' | 'd' | 't';

export interface AclSource {
  /** SQL expression of the `aclitem[]`. */
  readonly acl: string;
  readonly kind: AclKind;
  /** SQL expression of the owner's OID. */
  readonly owner: string;
}

/**
 * SQL expression of privileges in normal form: a sorted list of `SELECT TO reader WITH GRANT
 * OPTION`. It is NULL where they are the default, written out or not.
 */
export function privilegesSql({ acl, kind, owner }: AclSource): string {
  const standard = entriesSql(`pg_catalog.acldefault('${kind}', ${owner})`, owner);
  return `CASE WHEN ${acl} IS NOT NULL THEN NULLIF(${entriesSql(acl, owner)}, ${standard}) END`;
}

export interface InitialPrivileges extends AclSource {
  /** Catalog that holds the object, such as `pg_class`. */
  readonly catalog: string;
  readonly oid: string;
  /** SQL expression of the column number; 0 for the object itself. */
  readonly subId?: string;
}

/**
 * SQL condition: the privileges are not those that initdb or the extension's script gave
 * (`pg_init_privs`). Members of extensions and built-in objects are compared only then.
 */
export function hasChangedPrivileges(source: InitialPrivileges): string {
  const { acl, kind, owner, catalog, oid, subId = '0' } = source;
  const initial = `(SELECT ip.initprivs FROM pg_catalog.pg_init_privs AS ip
    WHERE ip.objoid = ${oid} AND ip.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND ip.objsubid = ${subId})`;
  const standard = `pg_catalog.acldefault('${kind}', ${owner})`;
  return `(${acl} IS DISTINCT FROM ${initial}
    AND ${entriesSql(`coalesce(${acl}, ${standard})`, owner)}
      <> ${entriesSql(`coalesce(${initial}, ${standard})`, owner)})`;
}

function entriesSql(acl: string, owner: string): string {
  return `ARRAY(SELECT pg_catalog.concat(x.privilege_type, ' TO ',
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE ${roleSql('x.grantee')} END,
      CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END,
      CASE WHEN x.grantor <> ${owner} THEN ' GRANTED BY ' || ${roleSql('x.grantor')} END) COLLATE "C"
    FROM pg_catalog.aclexplode(${acl}) AS x ORDER BY 1)`;
}

/** SQL expression of a role's name, quoted where needed. */
export function roleSql(oid: string): string {
  return `pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(${oid}))`;
}
