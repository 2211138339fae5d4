import type { CatalogObject } from '../../src/catalog/model/object.js';
import type { Session } from '../../src/database/session.js';

type Drop = (object: CatalogObject) => string | undefined;

const withAll: Drop = ({ kind, name }) => `DROP ${kind} ${name} CASCADE`;
const alone: Drop = ({ kind, name }) => `DROP ${kind} ${name}`;

const drops: Partial<Record<CatalogObject['kind'], Drop>> = {
  schema: withAll,
  extension: withAll,
  type: withAll,
  domain: withAll,
  function: withAll,
  procedure: withAll,
  aggregate: withAll,
  table: withAll,
  view: withAll,
  'materialized view': withAll,
  sequence: withAll,
  statistics: withAll,
  trigger: alone,
  policy: alone,
  rule: alone,
  index: (index) => (index.parent?.kind === 'constraint' ? undefined : alone(index)),
  column: ({ name, parent: { name: table } = { name: '' } }) =>
    `ALTER TABLE ${table} DROP COLUMN ${name.slice(table.length + 1)} CASCADE`,
  constraint: ({ name, parent }) =>
    `ALTER ${parent?.kind === 'domain' ? 'DOMAIN' : 'TABLE'} ${parent?.name ?? ''} DROP CONSTRAINT ${name.replace(/ on .*$/s, '')} CASCADE`,
  comment: ({ name }) => `COMMENT ON ${name} IS NULL`,
};

/**
 * Returns the DROP statement that a person would write for an object with its dependents; `undefined` if there
 * is none.
 */
export function dropStatement(object: CatalogObject): string | undefined {
  return drops[object.kind]?.(object);
}

/** SQL that returns the catalog, OID and part number of an object, given its name in the catalog's readers. */
const addresses: Partial<Record<CatalogObject['kind'], string>> = {
  column: `SELECT 'pg_class'::regclass, a.attrelid, a.attnum::int4 FROM pg_attribute a
    WHERE a.attrelid = $2::text::regclass AND $2::text || '.' || quote_ident(a.attname) = $1`,
  constraint: `SELECT 'pg_constraint'::regclass, c.oid, 0 FROM pg_constraint c
    WHERE c.conrelid = to_regclass($2::text) AND quote_ident(c.conname) || ' on ' || $2::text = $1`,
  type: `SELECT 'pg_type'::regclass, $1::regtype::oid, 0`,
  domain: `SELECT 'pg_type'::regclass, $1::regtype::oid, 0`,
  function: `SELECT 'pg_proc'::regclass, $1::regprocedure::oid, 0`,
  schema: `SELECT 'pg_namespace'::regclass, $1::regnamespace::oid, 0`,
};

const relation = `SELECT 'pg_class'::regclass, $1::regclass::oid, 0`;

const relationKinds: ReadonlySet<string> = new Set([
  ...['table', 'view', 'materialized view', 'sequence', 'index'],
]);

/**
 * Lists the dependents of an object by PostgreSQL's own dependency records, independently of the catalog's
 * readers.
 */
function dependentsSql(address: string): string {
  return `
  WITH RECURSIVE dependents (classid, objid, objsubid) AS (
    ${address}
    UNION
    SELECT d.classid, d.objid, d.objsubid FROM pg_catalog.pg_depend d JOIN dependents r
      ON d.refclassid = r.classid AND d.refobjid = r.objid AND (d.refobjsubid = r.objsubid OR r.objsubid = 0)
    WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S'))
  SELECT DISTINCT i.type, i.identity FROM dependents r
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(r.classid, r.objid, r.objsubid) i`;
}

/** Reads the keys of the objects that are dropped with an object by CASCADE, as `keyOf` forms them. */
export async function readDependents(
  session: Session,
  { kind, name, parent }: CatalogObject,
): Promise<ReadonlySet<string>> {
  const address = addresses[kind] ?? (relationKinds.has(kind) ? relation : undefined);
  if (address === undefined) return new Set();
  const { rows } = await session.query<{ type: string; identity: string }>(
    dependentsSql(address),
    address.includes('$2') ? [name, parent?.name ?? ''] : [name],
  );
  return new Set(rows.map(({ type, identity }) => keyOfIdentity(type, identity)));
}

/** A default is a part of its column, and the rule of a view is a part of the view. */
function keyOfIdentity(type: string, identity: string): string {
  if (type === 'default value') return `column ${identity.replace(/^for /, '')}`;
  if (type === 'rule') return `view ${identity.replace(/^.* on /s, '')}`;
  if (type.endsWith(' column')) return `column ${identity}`;
  return type.endsWith(' constraint') ? `constraint ${identity}` : `${type} ${identity}`;
}
