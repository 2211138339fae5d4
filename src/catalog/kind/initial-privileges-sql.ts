import { firstUserOid, originSql, type ObjectAddress } from './membership-sql.js';
import { hasChangedPrivileges, privilegesSql, roleSql, type AclSource } from './privileges-sql.js';

export type OwnedObject = ObjectAddress & AclSource;

/**
 * SQL expression of the privileges that initdb or the extension's script granted (`pg_init_privs`), in normal
 * form; NULL for the default and for objects of users.
 */
export function initialPrivilegesSql({ catalog, oid, kind, owner }: OwnedObject): string {
  const initial = `(SELECT ip.initprivs FROM pg_catalog.pg_init_privs AS ip
    WHERE ip.objoid = ${oid} AND ip.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND ip.objsubid = 0)`;
  return privilegesSql({ acl: initial, kind, owner });
}

/**
 * SQL expression of the initial owner of a member of an extension or of a built-in object: the bootstrap
 * superuser (OID 10), or the superuser who created the extension. NULL where that role is still the owner,
 * and for objects of users.
 */
export function initialOwnerSql({ catalog, oid, owner }: OwnedObject): string {
  return `(SELECT CASE WHEN ${owner} <> first.owner THEN ${roleSql('first.owner')} END
    FROM (SELECT CASE WHEN ${oid} < ${firstUserOid} THEN 10::pg_catalog.oid ELSE (
        SELECT CASE WHEN r.rolsuper THEN e.extowner ELSE 10::pg_catalog.oid END
        FROM pg_catalog.pg_depend AS member
          JOIN pg_catalog.pg_extension AS e ON e.oid = member.refobjid
          JOIN pg_catalog.pg_roles AS r ON r.oid = e.extowner
        WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
          AND member.objid = ${oid} AND member.deptype = 'e') END AS owner) AS first)`;
}

/**
 * SQL condition: a user created the object, or changed the owner or privileges of a member of an extension or
 * of a built-in object. The bootstrap superuser has OID 10 and owns members of trusted extensions, whoever
 * created the extensions.
 */
export function isComparedObject(object: OwnedObject): string {
  const { catalog, oid, owner, acl } = object;
  const usual = `coalesce((SELECT e.extowner FROM pg_catalog.pg_depend AS member
      JOIN pg_catalog.pg_extension AS e ON e.oid = member.refobjid
    WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND member.objid = ${oid} AND member.deptype = 'e'), 10)`;
  return `((${oid} >= ${firstUserOid} AND ${originSql(object)} IS NULL)
    OR (${acl} IS NOT NULL AND ${hasChangedPrivileges(object)})
    OR (${owner} <> 10 AND ${owner} <> ${usual}))`;
}
