import { keyOf, type CatalogObject } from '../catalog/model/object.js';
import { subject, type Difference } from '../catalog/model/diff.js';
import type { MigrationsConfig } from '../config/config.js';
import { ownSchemaList } from '../database/own-schema.js';
import type { Session } from '../database/session.js';
import { readHistoryAccess } from '../history/history-schema.js';
import { lastUps } from '../history/last-up.js';
import { readHistory } from '../history/read-history.js';
import { differencesOf } from '../history/recorded-change.js';
import { readApplied } from '../migrations/bookkeeping.js';

/** The migrations table of another project in the same database, and the changes of its migrations. */
export interface OtherMigrations {
  /** Name as in the catalog: `billing.pgmigrations`. */
  readonly table: string;
  readonly changes: OwnChanges;
  /** Whether the history contains every applied migration. */
  readonly history: 'complete' | 'incomplete';
}

/** Changes by the keys of objects. */
export interface OwnChanges {
  readonly made: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
  /** The last value of each changed attribute. */
  readonly altered: ReadonlyMap<string, CatalogObject['attributes']>;
}

interface FoundTable {
  readonly table: string;
  readonly schema: string;
  readonly name: string;
  readonly isReadable: boolean;
  readonly hasForm: boolean;
}

/** Tables with the columns of node-pg-migrate's migrations table, and those named in `$3`. */
const OTHER_TABLES = `
  SELECT t.*
  FROM (
    SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS "table",
           n.nspname AS schema, c.relname AS name,
           pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
             AS "isReadable",
           (SELECT pg_catalog.string_agg(a.attname::pg_catalog.text, ',' ORDER BY a.attname) = 'id,name,run_on'
            FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) IS TRUE AS "hasForm"
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', ${ownSchemaList})
      AND NOT (n.nspname = $1 AND c.relname = $2)) AS t
  WHERE t."hasForm" OR t."table" = ANY ($3)
  ORDER BY t."table"`;

export interface OtherMigrationsOptions {
  readonly config: MigrationsConfig;
  /** Names, as in the catalog, of tables that are migrations tables whatever their columns. */
  readonly named: readonly string[];
}

/** Finds the migrations tables of other projects, in the session's open transaction. */
export async function readOtherMigrations(
  session: Session,
  { config, named }: OtherMigrationsOptions,
): Promise<readonly OtherMigrations[]> {
  const { rows } = await session.query<FoundTable>(OTHER_TABLES, [config.tableSchema, config.table, named]);
  if (rows.length === 0) return [];
  const hasHistory = (await readHistoryAccess(session)) === 'readable';
  const others: OtherMigrations[] = [];
  for (const found of rows) {
    const isKnown = hasHistory && found.hasForm && found.isReadable;
    others.push(isKnown ? await readRecorded(session, found, config) : unknown(found));
  }
  return others;
}

function unknown({ table }: FoundTable): OtherMigrations {
  return { table, changes: changesOf([]), history: 'incomplete' };
}

async function readRecorded(
  session: Session,
  { table, schema, name }: FoundTable,
  config: MigrationsConfig,
): Promise<OtherMigrations> {
  const other = { ...config, tableSchema: schema, table: name };
  const applied = await readApplied(session, other);
  const ups = lastUps(await readHistory(session, other), applied);
  const changes = [...ups.values()].flatMap(({ change }) => (change ? differencesOf(change) : []));
  const isComplete = applied.every((one) => ups.get(one.name)?.change);
  return { table, changes: changesOf(changes), history: isComplete ? 'complete' : 'incomplete' };
}

function changesOf(differences: readonly Difference[]): OwnChanges {
  const keysOf = (change: Difference['change']) =>
    new Set(differences.filter((one) => one.change === change).map((one) => keyOf(subject(one))));
  const altered = new Map<string, CatalogObject['attributes']>();
  for (const difference of differences) {
    if (difference.change !== 'changed') continue;
    const key = keyOf(subject(difference));
    const values = difference.attributes.map((name) => [name, difference.after.attributes[name]]);
    altered.set(key, { ...altered.get(key), ...Object.fromEntries(values) } as CatalogObject['attributes']);
  }
  return { made: keysOf('left'), dropped: keysOf('missing'), altered };
}
