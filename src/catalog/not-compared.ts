import { catalogText } from '../database/text-conversion.js';
import type { CatalogTransaction } from './catalog-transaction.js';
import { firstUserOid } from './membership-sql.js';
import { unknownOptions } from './unknown-options-sql.js';
import { ownSchema, ownTableList } from './own-schema.js';

/** Data outside tables, relations of kinds that no reader knows, and those that stand where only ours should. */
const strangers = `
SELECT 'large object ' || ${catalogText('lo.oid')} AS label FROM pg_catalog.pg_largeobject_metadata AS lo
UNION ALL
SELECT pg_catalog.format('relation %s of kind %L', c.oid::pg_catalog.regclass, c.relkind)
FROM pg_catalog.pg_class AS c
WHERE c.oid >= ${firstUserOid} AND c.relkind NOT IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 't', 'c')
UNION ALL
SELECT pg_catalog.format('relation %s, in a schema with the name of the tool''s own', c.oid::pg_catalog.regclass)
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = '${ownSchema}' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND c.relname NOT IN (${ownTableList})`;

/** The last major version whose catalogs all have a reader. */
const newestKnown = 18;

/** Objects of catalogs that only a newer PostgreSQL has, found by their entries in pg_depend. */
const unknownCatalogs = `
SELECT 'objects of the catalog ' || ${catalogText('used.classid::pg_catalog.regclass')} AS label
FROM (SELECT DISTINCT d.classid FROM pg_catalog.pg_depend AS d WHERE d.classid <> 0) AS used
  LEFT JOIN pg_catalog.unnest($1::pg_catalog.text[]) AS known (catalog)
    ON pg_catalog.to_regclass('pg_catalog.' || known.catalog) = used.classid
WHERE known.catalog IS NULL`;

/** Catalogs that readers read, with the parts of objects that have no object of their own. */
const knownCatalogs: readonly string[] = [
  'pg_namespace',
  'pg_class',
  'pg_attrdef',
  'pg_constraint',
  'pg_trigger',
  'pg_rewrite',
  'pg_policy',
  'pg_statistic_ext',
  'pg_type',
  'pg_proc',
  'pg_extension',
  'pg_language',
  'pg_collation',
  'pg_conversion',
  'pg_operator',
  'pg_opfamily',
  'pg_opclass',
  'pg_amop',
  'pg_amproc',
  'pg_am',
  'pg_cast',
  'pg_transform',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_ts_dict',
  'pg_ts_config',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_user_mapping',
  'pg_event_trigger',
  'pg_publication',
  'pg_publication_rel',
  'pg_publication_namespace',
  'pg_subscription',
  'pg_default_acl',
];

interface LabelRow {
  readonly label: string;
}

/** Names what the database holds and the snapshot does not, sorted. */
export async function readNotCompared({ query, major }: CatalogTransaction): Promise<readonly string[]> {
  const found = await query<LabelRow>(`${strangers}\nUNION ALL${unknownOptions}`);
  const unknown = major > newestKnown ? await query<LabelRow>(unknownCatalogs, [knownCatalogs]) : [];
  return [...found, ...unknown].map(({ label }) => label).sort();
}
