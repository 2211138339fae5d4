import type { Session } from '../../../../src/database/session.js';

type Row = Readonly<Record<string, unknown>>;

/** All rows by table, then by primary key. */
export type Rows = Readonly<Record<string, Readonly<Record<string, Row>>>>;

interface TableRow {
  readonly table: string;
  /** The columns of the primary key in order. */
  readonly key: readonly string[];
}

/** The tables of `public` with a primary key, without that of node-pg-migrate. */
const TABLES = `
SELECT class.relname::text AS "table",
       pg_catalog.array_agg(attribute.attname::text ORDER BY pg_catalog.array_position(item.conkey, attribute.attnum))
         AS key
FROM pg_catalog.pg_constraint AS item
JOIN pg_catalog.pg_class AS class ON class.oid = item.conrelid
JOIN pg_catalog.pg_attribute AS attribute
  ON attribute.attrelid = class.oid AND attribute.attnum = ANY (item.conkey)
WHERE item.contype = 'p' AND class.relnamespace = 'public'::pg_catalog.regnamespace
  AND class.relname NOT LIKE 'pgmigrations%'
GROUP BY class.relname
ORDER BY class.relname`;

export async function readRows(session: Session): Promise<Rows> {
  const { rows: tables } = await session.query<TableRow>(TABLES);
  const contents: Record<string, Record<string, Row>> = {};
  for (const { table, key } of tables) {
    const { rows } = await session.query<{ row: Row }>(`SELECT to_jsonb(item) AS row FROM ${table} AS item`);
    contents[table] = Object.fromEntries(
      rows.map(({ row }) => [key.map((column) => String(row[column])).join(' '), row]),
    );
  }
  return contents;
}

/** Differences between two states of the rows. */
export interface RowChanges {
  /** Number of deleted rows by table, without tables that lost none. */
  readonly removed: Readonly<Record<string, number>>;
  /** Number of rows with another value, by `table.column`. */
  readonly changed: Readonly<Record<string, number>>;
}

export function compareRows(before: Rows, after: Rows): RowChanges {
  const removed: Record<string, number> = {};
  const changed: Record<string, number> = {};
  for (const [table, rows] of Object.entries(before)) {
    for (const [key, row] of Object.entries(rows)) {
      const now = after[table]?.[key];
      if (!now) removed[table] = (removed[table] ?? 0) + 1;
      for (const column of now ? changedColumns(row, now) : []) {
        changed[`${table}.${column}`] = (changed[`${table}.${column}`] ?? 0) + 1;
      }
    }
  }
  return { removed, changed };
}

function changedColumns(before: Row, after: Row): readonly string[] {
  return Object.keys(before).filter(
    (column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]),
  );
}
