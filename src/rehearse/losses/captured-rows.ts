import { ownSchema } from '../../database/own-schema.js';
import { printSettings } from '../../database/print-settings.js';
import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import { printed } from '../../database/text-conversion.js';
import { withTransaction } from '../../database/transaction.js';
import type { Table } from '../tables.js';

interface Column {
  readonly number: number;
  readonly name: string;
  /** Computed from other columns, so that nothing is lost with it. */
  readonly generated: boolean;
}

interface Shape {
  readonly name: string;
  readonly kind: 'table' | 'partitioned';
  readonly columns: readonly Column[];
  readonly key: readonly string[];
}

/** Hashes of the rows of a table at one moment, stored in the copy. */
export interface CapturedRows {
  readonly table: Table;
  /** The table of the hashes. */
  readonly stored: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly rows: number;
}

/** Rows and values that were captured, and are not there any more. */
export interface MissingRows {
  readonly table: Table;
  readonly rows: number;
  readonly columns: readonly { readonly number: number; readonly name: string; readonly rows: number }[];
}

const SHAPE = `
  SELECT pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)) AS name,
    CASE c.relkind WHEN 'p' THEN 'partitioned' ELSE 'table' END AS kind,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('number', a.attnum, 'name', a.attname,
        'generated', a.attgenerated <> '') ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_index AS i
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::pg_catalog.int2[])
      WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY a.attnum) AS key
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.oid = $1::pg_catalog.oid OR ($2 <> '' AND c.oid = pg_catalog.to_regclass($2) AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_class AS same WHERE same.oid = $1::pg_catalog.oid))`;

async function readShape(session: Session, { oid, name }: Table): Promise<Shape | undefined> {
  const { rows } = await session.query<Omit<Shape, 'columns'> & { columns: readonly Column[] | null }>(
    SHAPE,
    [oid, name],
  );
  const [shape] = rows;
  return shape && { ...shape, columns: shape.columns ?? [] };
}

/** The text of a value is hashed byte by byte, whatever its collation takes for equal. */
function hashOf(column: string): string {
  return `pg_catalog.hashtext(${printed(`t.${quoteIdentifier(column)}`)} COLLATE pg_catalog."C")`;
}

function keyOf(columns: readonly string[]): string {
  if (columns.length === 0) return 'NULL::pg_catalog.text';
  return `pg_catalog.concat_ws('|', ${columns.map((column) => printed(`t.${quoteIdentifier(column)}`)).join()})`;
}

function fromSql({ name, kind }: Pick<Shape, 'name' | 'kind'>): string {
  return `FROM ${kind === 'partitioned' ? '' : 'ONLY '}${name} AS t`;
}

/**
 * SQL that turns triggers off or on for the open transaction, with the checks of foreign keys; only a superuser may do
 * that (manual, 19.11), so that for others they fire.
 */
export function triggersSql(role: 'replica' | 'origin'): string {
  return `SELECT pg_catalog.set_config('session_replication_role', '${role}', true)
    WHERE pg_catalog.current_setting('is_superuser') = 'on'`;
}

/** The number of a transaction without the epoch, as rows have it. */
const XMIN = 'pg_catalog.int8in(pg_catalog.xidout(t.xmin))';

/** Stores and compares hashes of rows in the tool's own schema of the copy, which no comparison of schemas reads. */
export class RowCaptures {
  readonly #session: Session;
  #number = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Captures the rows of a table.
   * @param since the number of the first transaction whose rows are captured; all without it
   */
  async capture(table: Table, since?: number): Promise<CapturedRows | undefined> {
    return this.#inTransaction(async () => {
      const shape = await readShape(this.#session, table);
      if (!shape) return undefined;
      this.#number += 1;
      const stored = quoteQualified(ownSchema, `rehearsal_${this.#number}`);
      const hashes = shape.columns.map(({ name, number }) => `${hashOf(name)} AS c${number}`);
      const { rowCount } = await this.#session.query(
        `CREATE UNLOGGED TABLE ${stored} AS SELECT ${[`${keyOf(shape.key)} AS k`, ...hashes].join()} ${fromSql(shape)}` +
          (since === undefined ? '' : ` WHERE ${XMIN} >= ${since}`),
      );
      const { columns, key } = shape;
      return { table, stored, columns, key, rows: rowCount ?? 0 };
    });
  }

  async drop({ stored }: CapturedRows): Promise<void> {
    await this.#session.query(`DROP TABLE IF EXISTS ${stored}`);
  }

  /** Deletes those of the captured rows that are still there, without what triggers would do then. */
  async remove({ table, stored, key }: CapturedRows): Promise<void> {
    if (key.length === 0) return;
    await this.#inTransaction(async () => {
      const shape = await readShape(this.#session, table);
      if (shape?.key.join() !== key.join()) return;
      await this.#session.query(triggersSql('replica'));
      await this.#session.query(
        `DELETE ${fromSql(shape)} WHERE ${keyOf(key)} IN (SELECT b.k FROM ${stored} AS b)`,
      );
    });
  }

  /** Finds what of the captured rows is missing or different now. */
  async compare(captured: CapturedRows): Promise<MissingRows> {
    const { table, rows } = captured;
    return this.#inTransaction(async () => {
      const shape = rows === 0 ? undefined : await readShape(this.#session, table);
      if (!shape) return { table, rows, columns: [] };
      const pairs = captured.columns
        .filter(({ generated }) => !generated)
        .map((column) => ({ column, now: sameColumn(column, shape.columns) }));
      const key = captured.key.flatMap(
        (name) => pairs.find(({ column }) => column.name === name)?.now?.name ?? [],
      );
      return captured.key.length > 0 && key.length === captured.key.length
        ? this.#compareByKey(captured, { shape, pairs, key })
        : this.#compareWhole(captured, { shape, pairs, key });
    });
  }

  async #compareByKey({ table, stored }: CapturedRows, { shape, pairs, key }: Sides): Promise<MissingRows> {
    const hashes = pairs.flatMap(({ column, now }) =>
      now ? [`${hashOf(now.name)} AS c${column.number}`] : [],
    );
    const counts = pairs.map(({ column: { number }, now }) => {
      const differs = now ? `a.c${number} IS DISTINCT FROM b.c${number}` : `b.c${number} IS NOT NULL`;
      return `pg_catalog.count(*) FILTER (WHERE a.k IS NOT NULL AND ${differs})::pg_catalog.float8 AS c${number}`;
    });
    const { rows } = await this.#session.query<Record<string, number>>(
      `SELECT ${['pg_catalog.count(*) FILTER (WHERE a.k IS NULL)::pg_catalog.float8 AS missing', ...counts].join()}
       FROM ${stored} AS b LEFT JOIN (SELECT ${[`${keyOf(key)} AS k`, ...hashes].join()} ${fromSql(shape)}) AS a ON a.k = b.k`,
    );
    return toMissing(table, pairs, rows[0] ?? {});
  }

  /** Without a key, rows are compared as wholes, with the columns that are still there. */
  async #compareWhole({ table, stored }: CapturedRows, { shape, pairs }: Sides): Promise<MissingRows> {
    const kept = pairs.flatMap(({ column, now }) => (now ? [{ number: column.number, name: now.name }] : []));
    const gone = pairs.filter(({ now }) => !now);
    const list = kept.map(({ number }) => `c${number}`).join();
    const now = kept.map(({ number, name }) => `${hashOf(name)} AS c${number}`).join();
    const missing =
      kept.length === 0
        ? '0'
        : `(SELECT pg_catalog.count(*) FROM (SELECT ${list} FROM ${stored} EXCEPT ALL SELECT ${now} ${fromSql(shape)}) AS e)`;
    const counts = gone.map(
      ({ column: { number } }) => `pg_catalog.count(b.c${number})::pg_catalog.float8 AS c${number}`,
    );
    const { rows } = await this.#session.query<Record<string, number>>(
      `SELECT ${[`${missing}::pg_catalog.float8 AS missing`, ...counts].join()} FROM ${stored} AS b`,
    );
    return toMissing(table, gone, rows[0] ?? {});
  }

  /** Large joins need more memory than most settings give. */
  #inTransaction<T>(action: () => Promise<T>): Promise<T> {
    return withTransaction(this.#session, action, {
      begin: `BEGIN; ${printSettings} SET LOCAL extra_float_digits = 1; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off;
        SET LOCAL row_security = off`,
    });
  }
}

interface Pair {
  readonly column: Column;
  /** The same column now. */
  readonly now: Column | undefined;
}

interface Sides {
  readonly shape: Shape;
  readonly pairs: readonly Pair[];
  readonly key: readonly string[];
}

/** A renamed column keeps its number; one that was dropped and added again keeps its name. */
function sameColumn(column: Column, now: readonly Column[]): Column | undefined {
  return now.find(({ name }) => name === column.name) ?? now.find(({ number }) => number === column.number);
}

function toMissing(
  table: Table,
  pairs: readonly Pair[],
  counts: Readonly<Record<string, number>>,
): MissingRows {
  const columns = pairs
    .map(({ column: { number, name } }) => ({ number, name, rows: counts[`c${number}`] ?? 0 }))
    .filter(({ rows }) => rows > 0);
  return { table, rows: counts.missing ?? 0, columns };
}
