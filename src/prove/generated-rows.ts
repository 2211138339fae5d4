import type { Session } from '../database/session.js';
import { applyWithEngine } from '../migrations/engine.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { searchPathOf } from '../migrations/prepare-database.js';
import { runStep } from '../migrations/run-step.js';
import { StatementError } from '../migrations/statement-error.js';
import { RoundtripError } from '../errors.js';
import type { Proof } from './proof.js';
import type { RowsCompared } from './proof-report.js';
import { compareRows, type RowsLost } from './rows/compare-rows.js';
import { generateRows, type FilledTable } from './rows/generate-rows.js';
import { readTableRows } from './rows/row-signature.js';
import { tablesAtRisk } from './rows-at-risk.js';
import type { Rung } from './rung.js';
import type { Stage } from './stage.js';

export interface RowsPlace {
  /** At the state below the migration. */
  readonly stage: Stage;
  readonly rung: Rung;
}

/** What came of running up and down on filled tables. */
interface RowsTrial {
  readonly filled: readonly FilledTable[];
  readonly lost: readonly RowsLost[];
}

/**
 * Runs the up and the down once more on tables with a few generated rows, where the migration can
 * change rows of tables that were there before it. A step that fails on them says nothing about
 * the migration, which went up and down without: then rows are not compared, and the report says so.
 */
export async function proveRows(proof: Proof, { stage, rung }: RowsPlace): Promise<Stage> {
  const tables = proof.rows === 'generate' ? tablesAtRisk(stage, rung) : [];
  if (tables.length === 0) return stage;
  try {
    note(rung, await tryInTransaction(proof, { stage, rung }, tables), tables);
    return stage;
  } catch (error) {
    if (needsCommits(error)) return tryOnCopy(proof, { stage, rung }, tables);
    noteUnfit(rung, tables, error);
    return stage;
  }
}

/** One transaction that is rolled back: nothing needs to be cleaned up. */
async function tryInTransaction(
  proof: Proof,
  { stage, rung }: RowsPlace,
  tables: readonly string[],
): Promise<RowsTrial> {
  const session = await stage.freshActor();
  await session.query('BEGIN');
  try {
    const filled = await generateRows(session, tables);
    await session.query('SET CONSTRAINTS ALL IMMEDIATE');
    const before = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    for (const direction of ['up', 'down'] as const) {
      await applyInside(proof, session, { migration: rung.migration, direction });
    }
    const after = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    return { filled, lost: compareRows(before, after) };
  } finally {
    await session.query('ROLLBACK');
  }
}

/** The migration wants to commit, or PostgreSQL wants it to, before its down can run. */
class NeedsCommits extends Error {}

interface Inside {
  readonly migration: Migration;
  readonly direction: Direction;
}

async function applyInside(
  { config }: Proof,
  session: Session,
  { migration, direction }: Inside,
): Promise<void> {
  await session.query(`SET LOCAL search_path TO ${searchPathOf(config)}`);
  await applyWithEngine(migration, {
    direction,
    config,
    run: (statement, values) => {
      if (statement === 'COMMIT;') throw new NeedsCommits('the migration runs without a transaction');
      return session.query(statement, values);
    },
  });
  await session.query('SET CONSTRAINTS ALL IMMEDIATE');
}

/**
 * 55006: pending trigger events; 55P04: a new enum value is used before its commit; 25001: not
 * inside a transaction block (manual, appendix A).
 */
const commitStates = new Set(['55006', '55P04', '25001']);

function needsCommits(error: unknown): boolean {
  if (error instanceof NeedsCommits) return true;
  return error instanceof Error && 'code' in error && commitStates.has(String(error.code));
}

async function tryOnCopy(
  proof: Proof,
  { stage, rung }: RowsPlace,
  tables: readonly string[],
): Promise<Stage> {
  const copied = await proof.workshop.withCopy(stage, async (copy) => {
    try {
      note(rung, await tryWithCommits(proof, { stage: copy, rung }, tables), tables);
    } catch (error) {
      noteUnfit(rung, tables, error);
    }
  });
  return copied.stage;
}

async function tryWithCommits(
  proof: Proof,
  { stage, rung }: RowsPlace,
  tables: readonly string[],
): Promise<RowsTrial> {
  const session = await stage.freshActor();
  await session.query('BEGIN');
  const filled = await generateRows(session, tables);
  await session.query('COMMIT');
  const before = await readTableRows(session, namesOf(filled));
  for (const direction of ['up', 'down'] as const) {
    await runStep(
      { migration: rung.migration, direction },
      { session: await stage.freshActor(), config: proof.config },
    );
  }
  const after = await readTableRows(session, namesOf(filled));
  return { filled, lost: compareRows(before, after) };
}

function namesOf(filled: readonly FilledTable[]): readonly string[] {
  return filled.map(({ table }) => table);
}

function note({ evidence }: Rung, { filled, lost }: RowsTrial, tables: readonly string[]): void {
  evidence.rowsLost.push(...lost);
  evidence.rows.push(...filled.filter(({ table }) => tables.includes(table)).map(comparedOf));
}

function comparedOf({ table, outcome }: FilledTable): RowsCompared {
  return outcome.kind === 'filled'
    ? { table, compared: 'generated', rows: outcome.rows }
    : { table, compared: 'no', rows: 0, reason: outcome.reason };
}

function noteUnfit({ evidence }: Rung, tables: readonly string[], error: unknown): void {
  if (error instanceof RoundtripError && !(error instanceof StatementError)) throw error;
  const reason = `a step fails on generated rows, not without: ${unfitness(error)}`;
  evidence.rows.push(...tables.map((table) => ({ table, compared: 'no' as const, rows: 0, reason })));
}

/** One line: the statement and its place say nothing about the migration, which is not at fault. */
function unfitness(error: unknown): string {
  if (error instanceof StatementError) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
