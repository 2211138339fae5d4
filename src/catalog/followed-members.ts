import { firstUserOid } from './membership-sql.js';
import type { RootCatalog } from './reader.js';

/** A catalog whose rows lead to a root that can be read alone. */
export interface FollowedMember {
  readonly catalog: string;
  readonly root: RootCatalog;
  /** OID of the root of a row `m`; NULL where the row leads to none. */
  readonly rootOid: string;
  readonly where?: string;
}

const userOid = (oid: string): string => `${oid} >= ${firstUserOid}`;

/** The table that a sequence serves as the identity of a column of: the column tells its parameters. */
const identityTable = (sequence: string): string => `(SELECT d.refobjid FROM pg_catalog.pg_depend AS d
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = ${sequence} AND d.deptype = 'i')`;

/** The type that a composite relation stands for. */
const compositeType = (relation: string): string => `(SELECT c.reltype FROM pg_catalog.pg_class AS c
  WHERE c.oid = ${relation} AND c.relkind = 'c')`;

const relations: readonly FollowedMember[] = [
  {
    catalog: 'pg_class',
    root: 'pg_class',
    rootOid: `coalesce((SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE i.indexrelid = m.oid), m.oid)`,
    where: "m.relkind <> 't'",
  },
  {
    catalog: 'pg_class',
    root: 'pg_class',
    rootOid: '(SELECT t.oid FROM pg_catalog.pg_class AS t WHERE t.reltoastrelid = m.oid)',
    where: "m.relkind = 't' AND m.reloptions IS NOT NULL",
  },
  { catalog: 'pg_class', root: 'pg_class', rootOid: identityTable('m.oid'), where: "m.relkind = 'S'" },
  { catalog: 'pg_class', root: 'pg_type', rootOid: 'm.reltype', where: "m.relkind = 'c'" },
  {
    catalog: 'pg_attribute',
    root: 'pg_class',
    rootOid: `coalesce((SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE i.indexrelid = m.attrelid), m.attrelid)`,
    where: 'm.attnum > 0',
  },
  { catalog: 'pg_attribute', root: 'pg_type', rootOid: compositeType('m.attrelid'), where: 'm.attnum > 0' },
  { catalog: 'pg_index', root: 'pg_class', rootOid: 'm.indrelid' },
  { catalog: 'pg_attrdef', root: 'pg_class', rootOid: 'm.adrelid' },
  { catalog: 'pg_constraint', root: 'pg_class', rootOid: 'm.conrelid', where: 'm.conrelid <> 0' },
  { catalog: 'pg_constraint', root: 'pg_type', rootOid: 'm.contypid', where: 'm.contypid <> 0' },
  { catalog: 'pg_trigger', root: 'pg_class', rootOid: 'm.tgrelid' },
  { catalog: 'pg_rewrite', root: 'pg_class', rootOid: 'm.ev_class' },
  { catalog: 'pg_policy', root: 'pg_class', rootOid: 'm.polrelid' },
  { catalog: 'pg_sequence', root: 'pg_class', rootOid: 'm.seqrelid' },
  { catalog: 'pg_sequence', root: 'pg_class', rootOid: identityTable('m.seqrelid') },
  { catalog: 'pg_inherits', root: 'pg_class', rootOid: 'm.inhrelid' },
  { catalog: 'pg_partitioned_table', root: 'pg_class', rootOid: 'm.partrelid' },
  { catalog: 'pg_foreign_table', root: 'pg_class', rootOid: 'm.ftrelid' },
];

const others: readonly FollowedMember[] = [
  { catalog: 'pg_type', root: 'pg_type', rootOid: 'm.oid', where: "m.typcategory <> 'A'" },
  { catalog: 'pg_enum', root: 'pg_type', rootOid: 'm.enumtypid' },
  { catalog: 'pg_range', root: 'pg_type', rootOid: 'm.rngtypid' },
  { catalog: 'pg_proc', root: 'pg_proc', rootOid: 'm.oid' },
  { catalog: 'pg_aggregate', root: 'pg_proc', rootOid: 'm.aggfnoid::pg_catalog.oid' },
  { catalog: 'pg_description', root: 'pg_description', rootOid: 'm.objoid', where: userOid('m.objoid') },
];

/** What is followed; a step that writes another catalog makes the whole fingerprint be compared. */
export const followedMembers: readonly FollowedMember[] = [...relations, ...others];
