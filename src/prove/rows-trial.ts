import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { RoundtripError } from '../errors.js';
import { cleanSessionSql } from '../migrations/clean-session.js';
import { applyWithEngine } from '../migrations/engine.js';
import type { Direction } from '../migrations/migration.js';
import { runStep } from '../migrations/run-step.js';
import { StatementError } from '../migrations/statement-error.js';
import type { Proof } from './proof.js';
import { checkDeferred } from './rows/check-deferred.js';
import { compareRows, type RowsLost } from './rows/compare-rows.js';
import type { EdgeRules } from './rows/edge-rules.js';
import { generateRows, type FilledTable } from './rows/generate-rows.js';
import type { StepRefusal } from './rows/milder-edges.js';
import { readTableRows } from './rows/row-signature.js';
import type { Rung } from './rung.js';
import type { Stage } from './stage.js';

/** What came of running up and down on filled tables. */
export interface RowsTrial {
  readonly filled: readonly FilledTable[];
  readonly lost: readonly RowsLost[];
}

export interface TrialOptions {
  readonly rung: Rung;
  readonly tables: readonly string[];
  readonly rules: EdgeRules;
}

/** The migration wants to commit, or PostgreSQL wants it to, before its down can run. */
export class NeedsCommits extends Error {}

/** A step failed on generated rows. */
export class StepFailed extends Error {
  readonly direction: Direction;
  readonly refusal: StepRefusal;

  constructor(direction: Direction, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.direction = direction;
    this.refusal = refusalOf(cause instanceof StatementError ? cause.cause : cause);
  }
}

/** One line: the statement and its place say nothing about the migration, which is not at fault. */
function reasonOf(cause: unknown): string {
  if (cause instanceof StatementError) return cause.reason;
  return cause instanceof Error ? cause.message : String(cause);
}

/** The fields of the driver's error (manual, 53.8). */
function refusalOf(cause: unknown): StepRefusal {
  const { code, schema, table, column } = (cause ?? {}) as Readonly<Record<string, string | undefined>>;
  return { code, column: column === undefined ? undefined : `${schema ?? ''}.${table ?? ''}.${column}` };
}

const directions: readonly Direction[] = ['up', 'down'];

/**
 * One transaction that is rolled back: nothing needs to be cleaned up.
 * @throws StepFailed, NeedsCommits
 */
export async function tryInTransaction(
  { config }: Proof,
  stage: Stage,
  { rung: { migration }, tables, rules }: TrialOptions,
): Promise<RowsTrial> {
  const session = await stage.freshActor();
  await session.query('BEGIN');
  try {
    const filled = await attemptStep('up', async () => {
      const outcomes = await generateRows(session, tables, rules);
      await checkDeferred(session);
      return outcomes;
    });
    const before = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    const run = runInside(session);
    for (const direction of directions) {
      await attemptStep(direction, async () => {
        await session.query(cleanSessionSql(session, config));
        await applyWithEngine(migration, { direction, config, run });
        await checkDeferred(session);
      });
    }
    await session.query(cleanSessionSql(session, config));
    const after = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    return { filled, lost: compareRows(before, after) };
  } finally {
    await session.query('ROLLBACK');
  }
}

function runInside(session: Session): Parameters<typeof applyWithEngine>[1]['run'] {
  return (statement, values) => {
    if (statement === 'COMMIT;') throw new NeedsCommits('the migration runs without a transaction');
    return session.query(statement, values);
  };
}

/**
 * Each step in a transaction of its own, on a database that nobody needs afterwards.
 * @throws StepFailed
 */
export async function tryWithCommits(
  { config }: Proof,
  stage: Stage,
  { rung: { migration }, tables, rules }: TrialOptions,
): Promise<RowsTrial> {
  const session = await stage.freshActor();
  const filled = await attemptStep('up', () =>
    withTransaction(session, () => generateRows(session, tables, rules)),
  );
  const before = await readTableRows(session, namesOf(filled));
  for (const direction of directions) {
    const fresh = await stage.freshActor();
    await attemptStep(direction, () => runStep({ migration, direction }, { session: fresh, config }));
  }
  const after = await readTableRows(await stage.freshActor(), namesOf(filled));
  return { filled, lost: compareRows(before, after) };
}

function namesOf(filled: readonly FilledTable[]): readonly string[] {
  return filled.map(({ table }) => table);
}

async function attemptStep<T>(direction: Direction, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (needsCommits(error)) throw error instanceof NeedsCommits ? error : new NeedsCommits(reasonOf(error));
    if (error instanceof RoundtripError && !(error instanceof StatementError)) throw error;
    throw new StepFailed(direction, error);
  }
}

/**
 * 55006: pending trigger events; 55P04: a new enum value is used before its commit; 25001: not
 * inside a transaction block (manual, appendix A).
 */
const commitStates = new Set(['55006', '55P04', '25001']);

function needsCommits(error: unknown): boolean {
  if (error instanceof NeedsCommits) return true;
  return (
    !(error instanceof StatementError) &&
    error instanceof Error &&
    'code' in error &&
    commitStates.has(String(error.code))
  );
}
