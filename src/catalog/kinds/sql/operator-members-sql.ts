import { firstUserOid, type ObjectAddress } from '../../kind/membership-sql.js';
import { operatorName, routineName } from './signature-sql.js';

export interface MembersSource {
  /** SQL expression of the operator family's OID. */
  readonly family: string;
  /** Class or family on which the members depend, which only pg_depend shows. */
  readonly owner: ObjectAddress;
}

const dependsOn = (catalog: string, oid: string, owner: ObjectAddress) => `EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND d.objid = ${oid}
          AND d.refclassid = 'pg_catalog.${owner.catalog}'::pg_catalog.regclass AND d.refobjid = ${owner.oid})`;

/** SQL condition: a user added the member to a built-in family, for which no dependency is recorded. */
export const isLooseMember = (catalog: string, oid: string) => `(${oid} >= ${firstUserOid} AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND d.objid = ${oid}
          AND d.refclassid IN ('pg_catalog.pg_opclass'::pg_catalog.regclass,
            'pg_catalog.pg_opfamily'::pg_catalog.regclass)))`;

const belongsTo = (catalog: string, oid: string, owner: ObjectAddress) =>
  owner.catalog === 'pg_opclass'
    ? dependsOn(catalog, oid, owner)
    : `CASE WHEN ${owner.oid} < ${firstUserOid} THEN ${isLooseMember(catalog, oid)}
        ELSE ${dependsOn(catalog, oid, owner)} END`;

const operator = `pg_catalog.format('OPERATOR %s %s%s', ao.amopstrategy,
        ${operatorName('ao.amopopr')},
        (SELECT pg_catalog.format(' FOR ORDER BY %I.%I', sn.nspname, sf.opfname)
          FROM pg_catalog.pg_opfamily AS sf JOIN pg_catalog.pg_namespace AS sn ON sn.oid = sf.opfnamespace
          WHERE sf.oid = ao.amopsortfamily))`;

const supportFunction = `pg_catalog.format('FUNCTION %s (%s, %s) %s', ap.amprocnum,
        pg_catalog.format_type(ap.amproclefttype, NULL), pg_catalog.format_type(ap.amprocrighttype, NULL),
        ${routineName('ap.amproc')})`;

/** SQL expression of the members in the syntax of CREATE OPERATOR CLASS, sorted. */
export function membersSql({ family, owner }: MembersSource): string {
  return `NULLIF(ARRAY(SELECT member COLLATE "C" FROM (
      SELECT ${operator} AS member FROM pg_catalog.pg_amop AS ao
      WHERE ao.amopfamily = ${family} AND ${belongsTo('pg_amop', 'ao.oid', owner)}
      UNION ALL
      SELECT ${supportFunction} FROM pg_catalog.pg_amproc AS ap
      WHERE ap.amprocfamily = ${family} AND ${belongsTo('pg_amproc', 'ap.oid', owner)}
    ) AS members ORDER BY 1), '{}')`;
}
