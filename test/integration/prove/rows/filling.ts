import type { Session } from '../../../../src/database/session.js';
import { generateRows, type FilledTable } from '../../../../src/prove/rows/generate-rows.js';

const tablesSql = `
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.oid`;

export interface Filled {
  readonly outcomes: readonly FilledTable[];
  /** `public.users`: 3, or the reason why it was not filled. */
  readonly summary: Readonly<Record<string, number | string>>;
  /** All rows of a table, each as a JSON object. */
  rowsOf(table: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Builds a schema, fills its tables (or those given), and takes everything back afterwards. */
export async function withFilled<T>(
  session: Session,
  { schema, tables }: { readonly schema: string; readonly tables?: readonly string[] },
  action: (filled: Filled) => Promise<T>,
): Promise<T> {
  await session.query('BEGIN');
  try {
    await session.query(schema);
    const names = (await session.query<{ name: string }>(tablesSql)).rows.map(({ name }) => name);
    const outcomes = await generateRows(session, tables ?? names);
    // What is checked at the end of the transaction is checked here.
    await session.query('SET CONSTRAINTS ALL IMMEDIATE');
    return await action({
      outcomes,
      summary: summarize(outcomes),
      rowsOf: (table) => rowsOf(session, table),
    });
  } finally {
    await session.query('ROLLBACK');
  }
}

function summarize(outcomes: readonly FilledTable[]): Filled['summary'] {
  return Object.fromEntries(
    outcomes.map(({ table, outcome }) => [table, outcome.kind === 'filled' ? outcome.rows : outcome.reason]),
  );
}

async function rowsOf(session: Session, table: string) {
  const { rows } = await session.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(t) AS row FROM ${table} AS t ORDER BY t.ctid`,
  );
  return rows.map(({ row }) => row);
}
