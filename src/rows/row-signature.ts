import { batchesOf } from './batches.js';
import { catalogText } from '../database/text-conversion.js';
import type { ReadIn } from '../catalog/read/catalog-transaction.js';
import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { withTextTransaction } from './text-transaction.js';

/** A signature of the rows of a table: equal signatures mean equal rows. */
export interface TableRows {
  /** Name as PostgreSQL prints it: `public.users`. */
  readonly table: string;
  readonly count: number;
  /** Location of the rows; differs for another table, file or set of columns. */
  readonly storage: string;
  /** Hash of all rows in any order, with the columns sorted by name. */
  readonly content: string;
  /** Hash of all values of each column, in any order. */
  readonly columns: Readonly<Record<string, string>>;
  /** Sorted hashes of the rows; missing for tables of more than 10,000 rows. */
  readonly rows?: readonly string[];
}

const rowLimit = 10_000;

interface ColumnsRow {
  readonly table: string;
  readonly storage: string;
  /** Sorted by name in byte order. */
  readonly columns: readonly string[];
}

interface SignatureRow {
  readonly table: string;
  readonly count: number;
  readonly content: string | null;
  /** One for each column, in the requested order. */
  readonly columns: readonly string[];
  readonly rows: readonly string[] | null;
}

/**
 * Reads count and content of the tables; names that do not exist, or are not tables, are left out. Only rows
 * of the table itself count: children and partitions are separate tables.
 *
 * @throws the driver's error when a table cannot be read
 */
export async function readTableRows(
  session: Session,
  tables: readonly string[],
  { readIn = 'own transaction' }: { readonly readIn?: ReadIn } = {},
): Promise<ReadonlyMap<string, TableRows>> {
  if (tables.length === 0) return new Map();
  return withTextTransaction(session, {
    readIn,
    first: columnsSql(tables),
    then: async (found: readonly ColumnsRow[]) => {
      const signatures = new Map<string, TableRows>();
      for (const some of batchesOf(found)) {
        const { rows } = await session.query<SignatureRow>(some.map(signatureSql).join('\nUNION ALL\n'));
        rows.forEach((row, index) => {
          const asked = some[index];
          if (asked) signatures.set(row.table, toTableRows(row, asked));
        });
      }
      return signatures;
    },
  });
}

/**
 * A rewrite and TRUNCATE create a new file. A column that is dropped and added again has another number, so
 * the number of columns of the table grows, as does that of a composite type with its attributes.
 */
const storageSql = `pg_catalog.concat_ws(' ', c.oid, pg_catalog.pg_relation_filenode(c.oid), c.relnatts,
    (SELECT pg_catalog.string_agg(${catalogText('parts.relnatts')}, ' ' ORDER BY a.attnum)
     FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
       JOIN pg_catalog.pg_type AS e ON e.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
       JOIN pg_catalog.pg_class AS parts ON parts.oid = e.typrelid
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND e.typtype = 'c'))`;

const STORAGES = `
  SELECT asked.name AS table, ${storageSql} AS storage
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS asked (name)
    JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(asked.name)`;

/** Whether the rows of one of the tables are now stored in another place than when they were read. */
export async function isStoredElsewhere(
  session: Session,
  known: ReadonlyMap<string, TableRows>,
): Promise<boolean> {
  const { rows } = await session.query<ColumnsRow>(STORAGES, [[...known.keys()]]);
  const now = new Map(rows.map(({ table, storage }) => [table, storage]));
  return [...known].some(([table, { storage }]) => now.get(table) !== storage);
}

function columnsSql(tables: readonly string[]): string {
  return `
SELECT asked.name AS table, ${storageSql} AS storage, ARRAY(
    SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attname::pg_catalog.text COLLATE "C") AS columns
FROM pg_catalog.unnest(ARRAY[${tables.map(quoteLiteral).join()}]::pg_catalog.text[])
    WITH ORDINALITY AS asked (name, place)
  JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(asked.name)
WHERE c.relkind IN ('r', 'p')
ORDER BY asked.place`;
}

/**
 * The sum of the hashes does not depend on the order and counts duplicate rows, unlike an exclusive or. A row
 * prints its values with the output functions of their types, because a cast to text may be defined by a
 * user.
 */
function signatureSql({ table, columns }: ColumnsRow): string {
  const hashes = columns.map(
    (column, index) =>
      `pg_catalog.hashtextextended(ROW(t.${quoteIdentifier(column)})::pg_catalog.text COLLATE "C", 0) AS h${index}`,
  );
  const names = columns.map((_, index) => `h${index}`);
  const sums = names.map((name) => catalogText(`COALESCE(pg_catalog.sum(${name}), 0)`));
  return `
SELECT ${quoteLiteral(table)} AS table, pg_catalog.count(*)::pg_catalog.float8 AS count,
  ${catalogText('pg_catalog.sum(row)')} AS content,
  ARRAY[${sums.join()}]::pg_catalog.text[] AS columns,
  pg_catalog.array_agg(${catalogText('row')} ORDER BY row) FILTER (WHERE place <= ${rowLimit + 1}) AS rows
FROM (
  SELECT ${[...names, `pg_catalog.hashtextextended(ROW(${names.join()})::pg_catalog.text COLLATE "C", 0) AS row`].join()},
    pg_catalog.row_number() OVER () AS place
  FROM (SELECT ${hashes.join()} FROM ONLY ${table} AS t OFFSET 0) AS hashed) AS numbered`;
}

function toTableRows(row: SignatureRow, { storage, columns: names }: ColumnsRow): TableRows {
  const rows = row.rows ?? [];
  return {
    table: row.table,
    count: row.count,
    storage,
    content: row.content ?? '0',
    columns: Object.fromEntries(names.map((name, index) => [name, row.columns[index] ?? ''])),
    ...(row.count <= rowLimit ? { rows } : {}),
  };
}
