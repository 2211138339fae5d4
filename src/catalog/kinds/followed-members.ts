import { readerList } from './registry.js';
import { fingerprintMembers } from './fingerprint-sql.js';
import type { Kind } from '../model/object.js';
import type { RootCatalog } from '../kind/reader.js';

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
const tableOf = (relation: string): string => `coalesce((SELECT i.indrelid FROM pg_catalog.pg_index AS i
  WHERE i.indexrelid = ${relation}), ${relation})`;

/** The table that a sequence serves as the identity of a column of: the column tells its parameters. */
const identityTable = (sequence: string): string => `(SELECT d.refobjid FROM pg_catalog.pg_depend AS d
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = ${sequence} AND d.deptype = 'i')`;

/** The type that a composite relation stands for. */
const compositeType = (relation: string): string => `(SELECT c.reltype FROM pg_catalog.pg_class AS c
  WHERE c.oid = ${relation} AND c.relkind = 'c')`;

const withColumns = ['table', 'foreign table', 'view', 'materialized view', 'sequence'] as const;

/** Relations themselves; each kind has letters of its own in `relkind`. */
const relations: readonly TrackedMember[] = (
  [
    ['table', "'r', 'p'"],
    ['foreign table', "'f'"],
    ['view', "'v'"],
    ['materialized view', "'m'"],
    ['sequence', "'S'"],
  ] as const
).map(([kind, letters]) => ({
  catalog: 'pg_class',
  root: 'pg_class',
  rootOid: 'm.oid',
  where: `m.relkind IN (${letters})`,
  kinds: [kind],
}));

const partsOfRelations: readonly TrackedMember[] = [
  {
    catalog: 'pg_class',
    root: 'pg_class',
    rootOid: tableOf('m.oid'),
    where: "m.relkind IN ('i', 'I')",
    kinds: ['index'],
  },
  {
    catalog: 'pg_class',
    root: 'pg_class',
    rootOid: '(SELECT t.oid FROM pg_catalog.pg_class AS t WHERE t.reltoastrelid = m.oid)',
    where: "m.relkind = 't' AND m.reloptions IS NOT NULL",
    kinds: [],
    again: ['table', 'materialized view'],
  },
  {
    catalog: 'pg_class',
    root: 'pg_class',
    rootOid: identityTable('m.oid'),
    where: "m.relkind = 'S'",
    kinds: ['column'],
  },
  { catalog: 'pg_class', root: 'pg_type', rootOid: 'm.reltype', where: "m.relkind = 'c'", kinds: ['type'] },
  {
    catalog: 'pg_attribute',
    root: 'pg_class',
    rootOid: 'm.attrelid',
    where: '(m.attnum > 0 OR m.attacl IS NOT NULL)',
    kinds: ['column'],
    again: withColumns,
  },
  {
    catalog: 'pg_attribute',
    root: 'pg_class',
    rootOid: '(SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE i.indexrelid = m.attrelid)',
    where: 'm.attnum > 0',
    kinds: ['index'],
  },
  {
    catalog: 'pg_attribute',
    root: 'pg_type',
    rootOid: compositeType('m.attrelid'),
    where: 'm.attnum > 0',
    kinds: ['type'],
  },
  { catalog: 'pg_attrdef', root: 'pg_class', rootOid: 'm.adrelid', kinds: ['column'] },
  {
    catalog: 'pg_index',
    root: 'pg_class',
    rootOid: 'm.indrelid',
    kinds: ['index'],
    again: ['constraint', 'table'],
  },
  {
    catalog: 'pg_constraint',
    root: 'pg_class',
    rootOid: 'm.conrelid',
    where: 'm.conrelid <> 0',
    kinds: ['constraint'],
  },
  {
    catalog: 'pg_constraint',
    root: 'pg_class',
    rootOid: 'm.conrelid',
    where: "m.conrelid <> 0 AND m.contype IN ('p', 'u', 'x')",
    kinds: [],
    again: ['index'],
  },
  {
    catalog: 'pg_constraint',
    root: 'pg_class',
    rootOid: 'm.conrelid',
    where: "m.conrelid <> 0 AND m.contype = 'n'",
    kinds: [],
    again: ['column'],
  },
  {
    catalog: 'pg_trigger',
    root: 'pg_class',
    rootOid: 'm.tgrelid',
    where: "(NOT m.tgisinternal OR m.tgenabled <> 'O')",
    kinds: ['trigger'],
  },
  {
    catalog: 'pg_rewrite',
    root: 'pg_class',
    rootOid: 'm.ev_class',
    kinds: ['rule'],
    again: ['view', 'materialized view'],
  },
  { catalog: 'pg_policy', root: 'pg_class', rootOid: 'm.polrelid', kinds: ['policy'] },
  { catalog: 'pg_sequence', root: 'pg_class', rootOid: 'm.seqrelid', kinds: ['sequence'] },
  { catalog: 'pg_sequence', root: 'pg_class', rootOid: identityTable('m.seqrelid'), kinds: ['column'] },
  {
    catalog: 'pg_inherits',
    root: 'pg_class',
    rootOid: tableOf('m.inhrelid'),
    kinds: [],
    again: ['table', 'foreign table', 'index', 'column', 'constraint'],
  },
  { catalog: 'pg_partitioned_table', root: 'pg_class', rootOid: 'm.partrelid', kinds: ['table'] },
  { catalog: 'pg_foreign_table', root: 'pg_class', rootOid: 'm.ftrelid', kinds: ['foreign table'] },
];

const routine = ['function', 'procedure', 'aggregate'] as const;

const others: readonly TrackedMember[] = [
  {
    catalog: 'pg_type',
    root: 'pg_type',
    rootOid: 'm.oid',
    // Row types go with their relation; what is said of a composite type stands in pg_type as well.
    where: `m.typcategory <> 'A' AND (m.typtype <> 'c' OR m.typacl IS NOT NULL
      OR ${compositeType('m.typrelid')} IS NOT NULL)`,
    kinds: ['type', 'domain'],
  },
  {
    catalog: 'pg_type',
    root: 'pg_type',
    rootOid: '(SELECT r.rngtypid FROM pg_catalog.pg_range AS r WHERE r.rngmultitypid = m.oid)',
    where: "m.typtype = 'm'",
    kinds: ['type'],
  },
  { catalog: 'pg_enum', root: 'pg_type', rootOid: 'm.enumtypid', kinds: ['type'] },
  { catalog: 'pg_range', root: 'pg_type', rootOid: 'm.rngtypid', kinds: ['type'] },
  {
    catalog: 'pg_constraint',
    root: 'pg_type',
    rootOid: 'm.contypid',
    where: 'm.contypid <> 0',
    kinds: ['constraint', 'domain'],
  },
  { catalog: 'pg_proc', root: 'pg_proc', rootOid: 'm.oid', kinds: routine },
  { catalog: 'pg_aggregate', root: 'pg_proc', rootOid: 'm.aggfnoid::pg_catalog.oid', kinds: routine },
  {
    catalog: 'pg_description',
    root: 'pg_description',
    rootOid: 'm.objoid',
    kinds: ['comment'],
  },
];

const byRelation: readonly TrackedMember[] = [...relations, ...partsOfRelations, ...others];

/** What joins or leaves an extension changes what is read of it and of the extension. */
const ofExtensions: TrackedMember = {
  catalog: 'pg_depend',
  root: 'pg_extension',
  rootOid: 'm.refobjid',
  kinds: ['extension'],
};

/** Views, and catalogs that only superusers may read, have no row versions to follow. */
const unreadable: ReadonlySet<string> = new Set(['pg_roles', 'pg_user_mappings', 'pg_subscription']);

/** The catalogs that few steps write: all that is read of a root is read again. */
const further: readonly TrackedMember[] = fingerprintMembers
  .filter(({ wide, catalog }) => !wide && !unreadable.has(catalog))
  .filter(({ catalog }) => !byRelation.some((member) => member.catalog === catalog.replace(/ .*/, '')))
  .map(({ catalog, root, rootOid, where, isRoot }) => ({
    catalog,
    root,
    rootOid,
    isRoot: isRoot ?? false,
    kinds: kindsOf(root),
    ...(where ? { where } : {}),
  }));

function kindsOf(root: RootCatalog): readonly Kind[] {
  return readerList.filter((reader) => reader.root === root).map(({ kind }) => kind);
}

/** What is followed; a step that writes another catalog makes the whole fingerprint be compared. */
export const trackedMembers: readonly TrackedMember[] = [...byRelation, ...further, ofExtensions];
