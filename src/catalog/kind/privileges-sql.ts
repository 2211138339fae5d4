import type { AclKind } from '../model/privileges.js';

export interface AclSource {
  /** SQL expression of the `aclitem[]`. */
  readonly acl: string;
  readonly kind: AclKind;
  /** SQL expression of the owner's OID. */
  readonly owner: string;
}

/**
 * SQL expression of privileges in normal form: a sorted list of entries such as `SELECT TO reader WITH GRANT
 * OPTION`. NULL where they equal the default, whether stored or not.
 */
export function privilegesSql({ acl, kind, owner }: AclSource): string {
  const standard = entriesSql(`pg_catalog.acldefault('${kind}', ${owner})`, owner);
  return `CASE WHEN ${acl} IS NOT NULL THEN NULLIF(${entriesSql(acl, owner)}, ${standard}) END`;
}

export interface InitialPrivileges extends AclSource {
  /** Catalog that contains the object, such as `pg_class`. */
  readonly catalog: string;
  readonly oid: string;
  /** SQL expression of the column number; 0 for the object itself. */
  readonly subId?: string;
}

/**
 * SQL condition: the privileges differ from those that initdb or the extension's script granted
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

/** SQL expression of the same list without the owner's entries. */
export function grantsToOthersSql(acl: string, owner: string): string {
  return `ARRAY(SELECT ${entrySql('x.privilege_type', owner)}
    FROM pg_catalog.aclexplode(${acl}) AS x WHERE x.grantee <> ${owner} ORDER BY 1)`;
}

function entriesSql(acl: string, owner: string): string {
  return `ARRAY(SELECT ${entrySql('x.privilege_type', owner)}
    FROM pg_catalog.aclexplode(${acl}) AS x ORDER BY 1)`;
}

/** SQL expression of one row `x` of `aclexplode`; `privilege` is the expression of its privilege. */
function entrySql(privilege: string, owner: string): string {
  return `pg_catalog.concat(${privilege}, ' TO ',
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE ${roleSql('x.grantee')} END,
      CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END,
      CASE WHEN x.grantor <> ${owner} THEN ' GRANTED BY ' || ${roleSql('x.grantor')} END) COLLATE "C"`;
}

/**
 * SQL expression of privileges on columns of the relation `c` that are not objects of their own: system
 * columns and the columns of a sequence. Entries as in `privilegesSql`, with the column: `SELECT (xmin) TO
 * reader`.
 */
export const otherColumnPrivilegesSql = `NULLIF(ARRAY(
    SELECT ${entrySql(`x.privilege_type || ' (' || pg_catalog.quote_ident(sys.attname) || ')'`, 'c.relowner')}
    FROM pg_catalog.pg_attribute AS sys CROSS JOIN LATERAL pg_catalog.aclexplode(sys.attacl) AS x
    WHERE sys.attrelid = c.oid AND sys.attnum < CASE c.relkind WHEN 'S' THEN 32767 ELSE 0 END
    ORDER BY 1), '{}')`;

/** SQL expression of a role's name, quoted where needed. */
export function roleSql(oid: string): string {
  return `pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(${oid}))`;
}
