import { catalogText } from '../../database/text-conversion.js';
import type { CatalogTransaction } from './catalog-transaction.js';
import { catalogColumns } from './catalog-columns.js';
import { firstUserOid } from '../kind/membership-sql.js';
import { unknownOptions } from '../kind/unknown-options-sql.js';
import { ownSchema, ownTableList } from '../../database/own-schema.js';

/**
 * Data outside tables, relations of kinds that no reader reads, and relations of others in the tool's own
 * schema.
 */
const foreignRelations = `
SELECT CASE pg_catalog.count(*) WHEN 1 THEN pg_catalog.format('large object %s', pg_catalog.min(lo.oid))
  ELSE pg_catalog.format('%s large objects, such as %s', pg_catalog.count(*), pg_catalog.min(lo.oid)) END AS label
FROM pg_catalog.pg_largeobject_metadata AS lo HAVING pg_catalog.count(*) > 0
UNION ALL
SELECT pg_catalog.format('relation %s of kind %L', c.oid::pg_catalog.regclass, c.relkind)
FROM pg_catalog.pg_class AS c
WHERE c.oid >= ${firstUserOid} AND c.relkind NOT IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 't', 'c')
UNION ALL
SELECT pg_catalog.format('relation %s in schema ${ownSchema}, not created by roundtrip', c.oid::pg_catalog.regclass)
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = '${ownSchema}' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND c.relname NOT IN (${ownTableList})`;

/** The latest major version all of whose catalogs have a reader. */
const newestKnown = 18;

/**
 * Objects of catalogs that only a newer PostgreSQL has, found by their entries in pg_depend, and new columns.
 */
const unknownCatalogs = `
SELECT 'objects of the catalog ' || ${catalogText('used.classid::pg_catalog.regclass')} AS label
FROM (SELECT DISTINCT d.classid FROM pg_catalog.pg_depend AS d WHERE d.classid <> 0) AS used
  JOIN pg_catalog.pg_class AS c ON c.oid = used.classid
WHERE c.relname <> ALL ($1::pg_catalog.text[])
UNION ALL
SELECT pg_catalog.format('column %I of the catalog %I', a.attname, c.relname)
FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind = 'r' AND a.attnum > 0
  AND c.relname = ANY ($1::pg_catalog.text[])
  AND c.relname || '.' || a.attname <> ALL ($2::pg_catalog.text[])`;

const knownCatalogs = [...catalogColumns.keys()];

const knownColumns = [...catalogColumns].flatMap(([catalog, columns]) =>
  [...columns.keys()].map((column) => `${catalog}.${column}`),
);

interface LabelRow {
  readonly label: string;
}

/** Returns sorted labels of what the database contains and the snapshot does not. */
export async function readNotCompared({ query, major }: CatalogTransaction): Promise<readonly string[]> {
  const found = await query<LabelRow>(`${foreignRelations}\nUNION ALL${unknownOptions}`);
  const unknown =
    major > newestKnown ? await query<LabelRow>(unknownCatalogs, [knownCatalogs, knownColumns]) : [];
  return [...found, ...unknown].map(({ label }) => label).sort();
}
