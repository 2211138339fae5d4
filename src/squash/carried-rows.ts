import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { withTextTransaction } from '../rows/text-transaction.js';

/** The rows of a table as statements that insert them. */
export interface CarriedRows {
  readonly table: string;
  readonly count: number;
  readonly statements: readonly string[];
}

interface FilledTable {
  /** Qualified and quoted: `public.users`. */
  readonly table: string;
  readonly columns: readonly FilledColumn[];
  /** Columns of the primary key, quoted, in its order. */
  readonly key: readonly string[] | null;
}

interface FilledColumn {
  readonly name: string;
  readonly isMoney: boolean;
  readonly isIdentity: boolean;
}

/** Columns that can be inserted; generated ones are computed again. */
const tablesSql = (tables: readonly string[]): string => `
  SELECT asked.name AS "table",
    (SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
        'isMoney', a.atttypid = 'pg_catalog.money'::pg_catalog.regtype, 'isIdentity', a.attidentity <> '')
        ORDER BY a.attnum), '[]')
      FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    (SELECT pg_catalog.json_agg(pg_catalog.quote_ident(a.attname) ORDER BY k.place)
      FROM pg_catalog.pg_index AS i CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number
      WHERE i.indrelid = c.oid AND i.indisprimary) AS key
  FROM pg_catalog.unnest(ARRAY[${tables.map(quoteLiteral).join()}]::pg_catalog.text[])
      WITH ORDINALITY AS asked (name, place)
    JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(asked.name)
  ORDER BY asked.place`;

/** Reads the rows of the tables in the order of their keys; rows of children and partitions are their own. */
export async function readCarriedRows(
  session: Session,
  tables: readonly string[],
): Promise<readonly CarriedRows[]> {
  if (tables.length === 0) return [];
  return withTextTransaction(session, {
    readIn: 'own transaction',
    first: tablesSql(tables),
    then: async (found: readonly FilledTable[]) => {
      const carried: CarriedRows[] = [];
      for (const table of found) carried.push(await readTable(session, table));
      return carried;
    },
  });
}

async function readTable(session: Session, table: FilledTable): Promise<CarriedRows> {
  const names = table.columns.map(({ name }) => quoteIdentifier(name));
  if (names.length === 0) return defaultRows(session, table.table);
  const chunks: Buffer[] = [];
  await session.copyTo(
    `COPY (SELECT ${names.join(', ')} FROM ONLY ${table.table} ORDER BY ${orderOf(table).join(', ')}) TO STDOUT`,
    (chunk) => void chunks.push(chunk),
  );
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
  const rows = lines.map((line) => line.split('\t').map((field) => fieldOf(field)));
  return { table: table.table, count: rows.length, statements: insertStatements(table, rows) };
}

/** A table without columns has rows all the same. */
async function defaultRows(session: Session, table: string): Promise<CarriedRows> {
  const { rows } = await session.query<{ count: number }>(
    `SELECT pg_catalog.count(*)::pg_catalog.int4 AS count FROM ONLY ${table}`,
  );
  const count = rows[0]?.count ?? 0;
  return {
    table,
    count,
    statements: Array.from({ length: count }, () => `INSERT INTO ${table} DEFAULT VALUES;`),
  };
}

/** Without a key, all values together decide, as text: not every type has an order. */
function orderOf({ key, columns }: FilledTable): readonly string[] {
  if (key) return key;
  return columns.map(({ name }) => `ROW(${quoteIdentifier(name)})::pg_catalog.text COLLATE "C"`);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A field of COPY's text format (manual, COPY, "Text Format"). */
function fieldOf(field: string): string | null {
  if (field === '\\N') return null;
  return field.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}

const rowsAStatement = 200;

function insertStatements(
  { table, columns }: FilledTable,
  rows: readonly (readonly (string | null)[])[],
): readonly string[] {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const overriding = columns.some(({ isIdentity }) => isIdentity) ? ' OVERRIDING SYSTEM VALUE' : '';
  const statements: string[] = [];
  for (let start = 0; start < rows.length; start += rowsAStatement) {
    const values = rows
      .slice(start, start + rowsAStatement)
      .map((row) => `  (${row.map((value, index) => literal(value, columns[index])).join(', ')})`);
    statements.push(`INSERT INTO ${table} (${names})${overriding} VALUES\n${values.join(',\n')};`);
  }
  return statements;
}

/** The input of `money` depends on `lc_monetary`; that of the other types reads what was printed. */
function literal(value: string | null, column: FilledColumn | undefined): string {
  if (value === null) return 'NULL';
  if (!column?.isMoney) return quoteLiteral(value);
  return `${quoteLiteral(value.replaceAll(/[$,]/g, ''))}::pg_catalog.numeric::pg_catalog.money`;
}
