import { catalogText } from '../../database/text-conversion.js';
import { isComparedComment } from '../kind/initial-comments-sql.js';
import { ofUsers, privateHash, root, rowHash, type FingerprintMember } from '../kind/fingerprint-member.js';

export type { FingerprintMember };

/**
 * Privileges of built-in objects can change; the rest of them cannot. Indexes, sequences of identity
 * columns and TOAST tables are roots here, and led to their tables later.
 */
const relations: readonly FingerprintMember[] = [
  {
    ...root('pg_class'),
    where: `(${ofUsers('m.oid')} OR m.relacl IS NOT NULL) AND m.relkind <> 't' AND m.relnamespace <> 99`,
  },
  {
    ...root('pg_class'),
    catalog: 'pg_class of TOAST',
    where: `m.relkind = 't' AND m.reloptions IS NOT NULL AND ${ofUsers('m.oid')}`,
  },
  {
    catalog: 'pg_attribute',
    root: 'pg_class',
    rootOid: 'm.attrelid',
    where: `(${ofUsers('m.attrelid')} AND m.attnum > 0) OR m.attacl IS NOT NULL`,
  },
  {
    catalog: 'pg_index',
    root: 'pg_class',
    rootOid: 'm.indrelid',
    where: ofUsers('m.indexrelid'),
  },
  { catalog: 'pg_attrdef', root: 'pg_class', rootOid: 'm.adrelid' },
  {
    catalog: 'pg_constraint',
    root: 'pg_class',
    rootOid: 'm.conrelid',
    where: `m.conrelid <> 0 AND ${ofUsers('m.oid')}`,
  },
  {
    catalog: 'pg_trigger',
    root: 'pg_class',
    rootOid: 'm.tgrelid',
    // What enforces a foreign key comes and goes with the tables that refer to this one.
    where: "NOT m.tgisinternal OR m.tgenabled <> 'O' OR (m.tgparentid <> 0 AND m.tgconstraint = 0)",
  },
  { catalog: 'pg_rewrite', root: 'pg_class', rootOid: 'm.ev_class', where: ofUsers('m.oid') },
  { catalog: 'pg_policy', root: 'pg_class', rootOid: 'm.polrelid' },
  { catalog: 'pg_sequence', root: 'pg_class', rootOid: 'm.seqrelid' },
  { catalog: 'pg_inherits', root: 'pg_class', rootOid: 'm.inhrelid' },
  { catalog: 'pg_partitioned_table', root: 'pg_class', rootOid: 'm.partrelid' },
  { catalog: 'pg_foreign_table', root: 'pg_class', rootOid: 'm.ftrelid' },
];

const types: readonly FingerprintMember[] = [
  {
    catalog: 'pg_type',
    root: 'pg_type',
    rootOid: 'm.oid',
    where: `(${ofUsers('m.oid')} AND m.typcategory <> 'A' AND m.typtype <> 'm') OR m.typacl IS NOT NULL`,
    isRoot: true,
  },
  {
    // The range tells the name of its multirange.
    catalog: 'pg_type of multiranges',
    root: 'pg_type',
    rootOid: '(SELECT r.rngtypid FROM pg_catalog.pg_range AS r WHERE r.rngmultitypid = m.oid)',
    where: `m.typtype = 'm' AND ${ofUsers('m.oid')}`,
  },
  { catalog: 'pg_enum', root: 'pg_type', rootOid: 'm.enumtypid' },
  { catalog: 'pg_range', root: 'pg_type', rootOid: 'm.rngtypid', where: ofUsers('m.rngtypid') },
  {
    catalog: 'pg_constraint of domains',
    root: 'pg_type',
    rootOid: 'm.contypid',
    where: `m.contypid <> 0 AND ${ofUsers('m.oid')}`,
  },
];

const routines: readonly FingerprintMember[] = [
  {
    catalog: 'pg_proc',
    root: 'pg_proc',
    rootOid: 'm.oid',
    where: `${ofUsers('m.oid')} OR m.proacl IS NOT NULL OR m.proowner <> 10`,
    isRoot: true,
  },
  {
    catalog: 'pg_aggregate',
    root: 'pg_proc',
    rootOid: 'm.aggfnoid::pg_catalog.oid',
    where: ofUsers('m.aggfnoid'),
  },
];

const commentKinds: readonly FingerprintMember[] = [
  {
    catalog: 'pg_description',
    root: 'pg_description',
    rootOid: 'm.objoid',
    where: isComparedComment('m'),
  },
  { catalog: 'pg_shdescription', root: 'pg_description', rootOid: 'm.objoid' },
  { catalog: 'pg_seclabel', root: 'pg_seclabel', rootOid: 'm.objoid' },
  { catalog: 'pg_shseclabel', root: 'pg_seclabel', rootOid: 'm.objoid' },
];

const others: readonly FingerprintMember[] = [
  root('pg_namespace'),
  root('pg_statistic_ext'),
  root('pg_extension'),
  root('pg_language'),
  { ...root('pg_collation'), where: ofUsers('m.oid') },
  { ...root('pg_conversion'), where: ofUsers('m.oid') },
  { ...root('pg_operator'), where: ofUsers('m.oid') },
  { ...root('pg_opfamily'), where: ofUsers('m.oid') },
  { catalog: 'pg_amop', root: 'pg_opfamily', rootOid: 'm.amopfamily', where: ofUsers('m.oid') },
  { catalog: 'pg_amproc', root: 'pg_opfamily', rootOid: 'm.amprocfamily', where: ofUsers('m.oid') },
  { ...root('pg_am'), where: ofUsers('m.oid') },
  { ...root('pg_cast'), where: ofUsers('m.oid') },
  root('pg_transform'),
  { ...root('pg_ts_parser'), where: ofUsers('m.oid') },
  { ...root('pg_ts_template'), where: ofUsers('m.oid') },
  { ...root('pg_ts_dict'), where: ofUsers('m.oid') },
  { ...root('pg_ts_config'), where: ofUsers('m.oid') },
  {
    catalog: 'pg_ts_config_map',
    root: 'pg_ts_config',
    rootOid: 'm.mapcfg',
    where: ofUsers('m.mapcfg'),
  },
  root('pg_foreign_data_wrapper'),
  root('pg_foreign_server'),
  { catalog: 'pg_user_mappings', root: 'pg_user_mapping', rootOid: 'm.umid', value: rowHash },
  root('pg_event_trigger'),
  root('pg_publication'),
  { catalog: 'pg_publication_rel', root: 'pg_publication', rootOid: 'm.prpubid' },
  { catalog: 'pg_publication_namespace', root: 'pg_publication', rootOid: 'm.pnpubid', since: 15 },
  root('pg_default_acl'),
  { ...root('pg_database'), where: 'm.datname = pg_catalog.current_database()' },
  {
    catalog: 'pg_db_role_setting',
    root: 'pg_db_role_setting',
    rootOid: 'm.setdatabase',
    where: `m.setdatabase = 0 OR m.setdatabase = (SELECT db.oid FROM pg_catalog.pg_database AS db
      WHERE db.datname = pg_catalog.current_database())`,
  },
  {
    catalog: 'pg_roles',
    root: 'pg_authid',
    rootOid: 'm.oid',
    value: privateHash('pg_authid'),
    where: `${ofUsers('m.oid')} OR m.oid = 10`,
  },
  {
    catalog: 'pg_subscription',
    root: 'pg_subscription',
    rootOid: 'm.oid',
    value: privateHash('pg_subscription', catalogText('pg_catalog.clock_timestamp()')),
  },
  { catalog: 'pg_auth_members', root: 'pg_auth_members', rootOid: 'm.roleid' },
  { ...root('pg_tablespace'), where: ofUsers('m.oid') },
  { ...root('pg_parameter_acl'), since: 15 },
];

const nameHash = (column: string): string => `pg_catalog.hashtextextended(m.${column}::pg_catalog.text, 0)`;

/**
 * What other objects print without an entry in pg_depend (names of schemas, roles, tablespaces;
 * which operator class is the default), and what belongs to an extension.
 */
const wide: readonly FingerprintMember[] = [
  { ...root('pg_namespace'), catalog: 'pg_namespace names', value: nameHash('nspname'), wide: 'changed' },
  {
    catalog: 'pg_roles names',
    root: 'pg_authid',
    rootOid: 'm.oid',
    value: nameHash('rolname'),
    wide: 'changed',
  },
  { ...root('pg_tablespace'), catalog: 'pg_tablespace names', value: nameHash('spcname'), wide: 'changed' },
  { ...root('pg_opclass'), where: ofUsers('m.oid'), wide: 'any' },
  {
    catalog: 'pg_depend',
    root: 'pg_extension',
    rootOid: 'm.refobjid',
    where: "m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND m.deptype IN ('e', 'x')",
    wide: 'any',
  },
];

export const fingerprintMembers: readonly FingerprintMember[] = [
  ...relations,
  ...types,
  ...routines,
  ...commentKinds,
  ...others,
  ...wide,
];
