import { catalogText } from '../../database/text-conversion.js';
import type { CatalogTransaction } from '../../catalog/read/catalog-transaction.js';
import { firstUserOid } from '../../catalog/kind/membership-sql.js';

/** Columns of one relation by number, which renaming does not change. */
export type ColumnNumbers = ReadonlyMap<number, string>;

/** Names of objects by OID, which renaming does not change. */
export interface Identities {
  /** Names of relations, as the catalog prints them. */
  readonly relations: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, ColumnNumbers>;
  /** Names of types, without row types. */
  readonly types: ReadonlyMap<string, string>;
}

export const noIdentities: Identities = { relations: new Map(), columns: new Map(), types: new Map() };

const NAMES = `
SELECT 'relation' AS what, ${catalogText('c.oid')} AS oid,
  ${catalogText('c.oid::pg_catalog.regclass')} AS name
FROM pg_catalog.pg_class AS c WHERE c.oid >= $1 AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
UNION ALL
SELECT 'type', ${catalogText('t.oid')}, pg_catalog.format('%I.%I', n.nspname, t.typname)
FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.oid >= $1 AND t.typtype IN ('c', 'd', 'e', 'r')`;

interface NameRow {
  readonly what: 'relation' | 'type';
  readonly oid: string;
  readonly name: string;
}

const COLUMNS = `
SELECT ${catalogText('a.attrelid')} AS oid, a.attnum AS number, pg_catalog.quote_ident(a.attname) AS name
FROM pg_catalog.pg_attribute AS a
WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped`;

interface ColumnRow {
  readonly oid: string;
  readonly number: number;
  readonly name: string;
}

/**
 * Reads the identities after a step.
 * @param changed names of relations whose columns may have changed since `before`
 */
export async function readIdentities(
  { query }: Pick<CatalogTransaction, 'query'>,
  before: Identities,
  changed: ReadonlySet<string>,
): Promise<Identities> {
  const rows = await query<NameRow>(NAMES, [firstUserOid]);
  const named = (what: NameRow['what']) =>
    new Map(rows.filter((row) => row.what === what).map(({ oid, name }) => [oid, name]));
  const relations = named('relation');
  const asked = [...relations].filter(([oid, name]) => changed.has(name) || !before.columns.has(oid));
  const read = await readColumns(
    query,
    asked.map(([oid]) => oid),
  );
  return { relations, types: named('type'), columns: new Map([...before.columns, ...read]) };
}

async function readColumns(
  query: CatalogTransaction['query'],
  oids: readonly string[],
): Promise<Identities['columns']> {
  const columns = new Map(oids.map((oid) => [oid, new Map<number, string>()]));
  if (oids.length === 0) return columns;
  for (const { oid, number, name } of await query<ColumnRow>(COLUMNS, [oids])) {
    columns.get(oid)?.set(number, name);
  }
  return columns;
}
