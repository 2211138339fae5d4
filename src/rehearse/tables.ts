import { ownSchema } from '../database/own-schema.js';
import type { Session } from '../database/session.js';
import { catalogText } from '../database/text-conversion.js';
import { tablesNamedIn } from '../sql-text/tables-named.js';
import { keptSchema } from '../database/own-schema.js';

/** A table of the copy. */
export interface Table {
  readonly oid: string;
  /** With its schema, quoted where SQL requires it. */
  readonly name: string;
  readonly schema: string;
  readonly kind: 'table' | 'partitioned';
  /** The nearest parent first: partitioned tables, or those that it inherits from. */
  readonly parents: readonly string[];
  /** Tables whose rows can be deleted with rows of this one. */
  readonly referring: readonly string[];
}

const TABLES = `
  SELECT ${catalogText('c.oid')} AS oid, n.nspname::pg_catalog.text AS schema,
    pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)) AS name,
    CASE c.relkind WHEN 'p' THEN 'partitioned' ELSE 'table' END AS kind,
    ARRAY(SELECT ${catalogText('i.inhparent')} FROM pg_catalog.pg_inherits AS i
      WHERE i.inhrelid = c.oid AND c.relispartition) AS parents,
    ARRAY(SELECT DISTINCT ${catalogText('k.conrelid')} FROM pg_catalog.pg_constraint AS k
      WHERE k.confrelid = c.oid AND k.contype = 'f') AS referring
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', $1, $2)
    AND NOT (n.nspname = $3 AND c.relname = $4)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname::pg_catalog.text COLLATE "C", c.relname::pg_catalog.text COLLATE "C"`;

/** Reads all tables, but those of the tools, such as the migrations table, and of extensions. */
export async function readTables(
  session: Session,
  { tableSchema, table }: { readonly tableSchema: string; readonly table: string },
): Promise<readonly Table[]> {
  const { rows } = await session.query<Table>(TABLES, [ownSchema, keptSchema, tableSchema, table]);
  return rows;
}

/** The tables that the texts name, without the partitions of other ones. */
export function tablesIn(texts: readonly string[], tables: readonly Table[]): readonly Table[] {
  const named = new Set(
    tablesNamedIn(
      texts,
      tables.map(({ name }) => name),
    ),
  );
  const roots = tables.filter(({ name }) => named.has(name)).map((table) => rootOf(table, tables));
  return tables.filter((table) => roots.includes(table));
}

/** The partitioned table at the top, whose rows include those of the partition. */
export function rootOf(table: Table, tables: readonly Table[]): Table {
  const parent = tables.find(({ oid }) => oid === table.parents[0]);
  return parent ? rootOf(parent, tables) : table;
}

/** A table and all its partitions. */
export function withPartitions(table: Table, tables: readonly Table[]): readonly Table[] {
  return tables.filter((one) => one === table || rootOf(one, tables) === table);
}

/** The tables, and all whose rows can be deleted together with theirs. */
export function withReferring(some: readonly Table[], tables: readonly Table[]): readonly Table[] {
  const found = new Set(some);
  for (const table of found) {
    for (const oid of table.referring) {
      const referring = tables.find((one) => one.oid === oid);
      if (referring) found.add(rootOf(referring, tables));
    }
  }
  return tables.filter((table) => found.has(table));
}
