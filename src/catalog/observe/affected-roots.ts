import { catalogText } from '../../database/text-conversion.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import type { ChangedRoots } from '../read/fingerprint.js';
import type { RootCatalog } from '../kind/reader.js';
import { partMembers } from '../kinds/lists.js';

const partCatalogs = [...new Set(partMembers.map(({ catalog }) => catalog))];

const joinedParts = partCatalogs
  .map(
    (catalog) => `LEFT JOIN pg_catalog.${catalog} AS ${catalog}
    ON a.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND ${catalog}.oid = a.objid`,
  )
  .join('\n  ');

/** SQL expressions of the root of a part, for parts of one catalog or of all except relations and types. */
function rootOfPart(of: 'pg_class' | 'pg_type' | 'others'): readonly string[] {
  return partMembers
    .filter(({ root }) => (root === 'pg_class' || root === 'pg_type' ? root === of : of === 'others'))
    .map(({ catalog, column }) => `NULLIF(${catalog}.${column}, 0)`);
}

/**
 * Everything that depends on the changed roots, whose names its definition may print, mapped to its own
 * roots. Array types and the row types of relations are no objects themselves, but lead to what uses them.
 * Dependence on a column includes only what uses that column. Schemas and extensions are not starting points,
 * since renaming one causes a full read.
 */
const affectedRoots = `
WITH RECURSIVE affected AS (
  SELECT ('pg_catalog.' || changed.catalog)::pg_catalog.regclass::pg_catalog.oid AS classid,
    changed.oid AS objid, 0 AS objsubid
  FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.oid[]))
    AS changed (catalog, oid)
  UNION
  SELECT d.classid, d.objid, d.objsubid
  FROM affected AS a
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = a.classid AND d.refobjid = a.objid
      AND (a.objsubid = 0 OR d.refobjsubid IN (0, a.objsubid))
  WHERE d.deptype <> 'e'
)
SELECT DISTINCT ${catalogText('a.classid::pg_catalog.regclass')} AS catalog, ${catalogText('a.objid')} AS oid,
  ${catalogText(`coalesce(i.indrelid, own.refobjid, ${rootOfPart('pg_class').join(', ')})`)} AS relation,
  ${catalogText(`coalesce(${rootOfPart('pg_type').join(', ')}, CASE WHEN c.relkind = 'c' THEN c.reltype END)`)} AS type,
  ${catalogText(`coalesce(${rootOfPart('others').join(', ')})`)} AS owner
FROM affected AS a
  LEFT JOIN pg_catalog.pg_class AS c ON a.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = a.objid
  LEFT JOIN pg_catalog.pg_index AS i ON c.relkind IN ('i', 'I') AND i.indexrelid = a.objid
  LEFT JOIN pg_catalog.pg_depend AS own ON c.relkind IN ('S', 't') AND own.classid = a.classid
    AND own.objid = a.objid AND own.deptype = 'i'
  ${joinedParts}
  LEFT JOIN pg_catalog.pg_type AS ty
    ON a.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND ty.oid = a.objid
  LEFT JOIN pg_catalog.pg_class AS row_of ON ty.typrelid <> 0 AND row_of.oid = ty.typrelid
WHERE ty.typcategory IS DISTINCT FROM 'A' AND coalesce(row_of.relkind, 'c') = 'c'`;

interface AffectedRow {
  readonly catalog: string;
  readonly oid: string;
  readonly relation: string | null;
  readonly type: string | null;
  readonly owner: string | null;
}

const rootOf: ReadonlyMap<string, RootCatalog> = new Map(
  partMembers.map(({ catalog, root }) => [catalog, root]),
);

/** Catalogs whose dependents are not searched for. */
const isolated: ReadonlySet<string> = new Set([
  'pg_namespace',
  'pg_extension',
  'pg_description',
  'pg_seclabel',
  'pg_db_role_setting',
]);

/** Returns the changed roots and everything that prints their names: OIDs by root catalog. */
export async function findAffectedRoots(
  { query }: CatalogTransaction,
  changed: ChangedRoots,
): Promise<ChangedRoots> {
  const starts = [...changed].filter(([catalog]) => !isolated.has(catalog));
  const catalogs = starts.flatMap(([catalog, oids]) => [...oids].map(() => catalog));
  const oids = starts.flatMap(([, roots]) => [...roots]);
  const rows = await query<AffectedRow>(affectedRoots, [catalogs, oids]);
  return collect(changed, rows);
}

function collect(changed: ChangedRoots, rows: readonly AffectedRow[]): ChangedRoots {
  const affected = new Map([...changed].map(([catalog, oids]) => [catalog, new Set(oids)]));
  const add = (catalog: RootCatalog, oid: string | null): void => {
    if (oid === null || oid === '0') return;
    const oids = affected.get(catalog) ?? new Set();
    affected.set(catalog, oids.add(oid));
  };
  for (const { catalog, oid, relation, type, owner } of rows) {
    const whole = rootOf.get(catalog);
    add(whole ?? (catalog as RootCatalog), whole ? owner : oid);
    add('pg_class', relation);
    add('pg_type', type);
    add('pg_description', oid);
    add('pg_seclabel', oid);
  }
  return affected;
}

/**
 * Objects that print columns of these relations without naming them: a query lists the columns of the
 * relations it joins where their names would be ambiguous, and the columns of a function that returns rows of
 * a table.
 */
const readersOfColumns = `
WITH RECURSIVE reader AS (
  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, changed.oid AS objid
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS changed (oid)
  UNION
  SELECT d.classid, d.objid
  FROM reader AS r
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = r.classid AND d.refobjid = r.objid
  WHERE d.classid IN ('pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
    'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass)
)
SELECT DISTINCT CASE WHEN pro.oid IS NULL THEN 'pg_class' ELSE 'pg_proc' END AS catalog,
  pg_catalog.concat(coalesce(pro.oid, r.ev_class, pol.polrelid)) AS oid
FROM reader
  LEFT JOIN pg_catalog.pg_proc AS pro
    ON reader.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND pro.oid = reader.objid
  LEFT JOIN pg_catalog.pg_rewrite AS r
    ON reader.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = reader.objid
  LEFT JOIN pg_catalog.pg_policy AS pol
    ON reader.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND pol.oid = reader.objid
WHERE coalesce(pro.oid, r.ev_class, pol.polrelid) IS NOT NULL`;

interface ReaderOfColumns {
  readonly catalog: 'pg_class' | 'pg_proc';
  readonly oid: string;
}

/** Returns the roots whose text may change when a column of these relations is added or dropped. */
export async function findReadersOfColumns(
  { query }: CatalogTransaction,
  relations: readonly string[],
): Promise<ChangedRoots> {
  const found = new Map<RootCatalog, Set<string>>();
  for (const { catalog, oid } of await query<ReaderOfColumns>(readersOfColumns, [relations])) {
    found.set(catalog, (found.get(catalog) ?? new Set()).add(oid));
  }
  return found;
}
