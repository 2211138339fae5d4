import type { Session } from '../../../src/database/session.js';
import { noEdges, type EdgeRules } from '../../../src/rows/edge-rules.js';
import { generateRows, type FilledTable } from '../../../src/rows/generate-rows.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const tablesSql = `
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.oid`;

type Row = Readonly<Record<string, unknown>>;

export interface Filled {
  readonly outcomes: readonly FilledTable[];
  /** By table such as `public.users`: 3, or the reason why it was not filled. */
  readonly summary: Readonly<Record<string, number | string>>;
  /** All rows of a table as JSON objects. */
  readonly readRows: (table: string) => Promise<readonly Row[]>;
}

export interface FillRequest {
  readonly schema: string;
  /** By default all tables. */
  readonly tables?: readonly string[];
  /** By default none, so that each table gets three plain rows. */
  readonly edges?: EdgeRules;
}

/** Fills tables in a scratch database, in a transaction that is rolled back after each call. */
export function useFiller() {
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = await createScratch();
  });
  afterAll(() => scratch.drop());

  const session = () => scratch.session;
  const withFilled = <T>(request: FillRequest, action: (filled: Filled) => Promise<T>) =>
    fillAndUndo(session(), request, action);
  const fill = (schema: string, tables?: readonly string[]) =>
    withFilled(tables ? { schema, tables } : { schema }, ({ summary }) => Promise.resolve(summary));
  const rowsOf = (schema: string, table = 'public.t') =>
    withFilled({ schema }, ({ readRows }) => readRows(table));
  const valuesOf = async (schema: string, column: string) => (await rowsOf(schema)).map((row) => row[column]);
  return { session, withFilled, fill, rowsOf, valuesOf };
}

async function fillAndUndo<T>(
  session: Session,
  { schema, tables, edges = noEdges }: FillRequest,
  action: (filled: Filled) => Promise<T>,
): Promise<T> {
  await session.query('BEGIN');
  try {
    await session.query(schema);
    const names = (await session.query<{ name: string }>(tablesSql)).rows.map(({ name }) => name);
    const outcomes = await generateRows(session, tables ?? names, edges);
    // Checks deferred constraints now, because the transaction does not commit.
    await session.query('SET CONSTRAINTS ALL IMMEDIATE');
    return await action({
      outcomes,
      summary: summarize(outcomes),
      readRows: (table) => readRows(session, table),
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

async function readRows(session: Session, table: string): Promise<readonly Row[]> {
  const { rows } = await session.query<{ row: Row }>(
    `SELECT to_jsonb(t) AS row FROM ${table} AS t ORDER BY t.tableoid, t.ctid`,
  );
  return rows.map(({ row }) => row);
}
