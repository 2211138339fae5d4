import { diff, subject } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { cleanInside } from '../migrations/clean-session.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { runStep } from '../migrations/run-step.js';
import { attemptStep, NeedsCommits, StepFailed } from '../rows/attempt-step.js';
import { checkDeferred } from '../rows/check-deferred.js';
import { compareRows, type RowsLost } from '../rows/compare-rows.js';
import { noEdges, type EdgeRules } from '../rows/edge-rules.js';
import { generateRows } from '../rows/generate-rows.js';
import { readTableRows } from '../rows/row-signature.js';
import { stepInside } from '../rows/step-inside.js';
import { tryOnFewerEdges } from '../rows/try-on-fewer-edges.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';

/** What a pair does to rows that are in its tables. */
export interface RowsProof {
  /** Number of tables with generated rows. */
  readonly tables: number;
  /** The tables that were to get rows. */
  readonly tried: readonly string[];
  /** Rows that the up and the down together do not restore. */
  readonly lost: readonly RowsLost[];
  /** The step that fails on some rows, or on all. */
  readonly refused:
    { readonly direction: Direction; readonly rows: 'some' | 'all'; readonly message: string } | undefined;
  /** Whether the database has the same state as before, without rows. */
  readonly database: 'clean' | 'used';
}

export interface ProveRowsOptions {
  readonly migrations: readonly Migration[];
  readonly below: Snapshot;
  readonly above: Snapshot;
}

interface Trial {
  readonly tables: number;
  readonly lost: readonly RowsLost[];
}

const mostTrials = 12;

/**
 * Runs up and down on generated rows in the tables that the pair changes, in a transaction that is rolled back.
 * Where a step needs a commit, they run with commits, on plain rows only.
 */
export async function proveRows(run: ScratchRun, options: ProveRowsOptions): Promise<RowsProof> {
  const tables = tablesChanged(options);
  if (tables.length === 0) return { tables: 0, tried: [], lost: [], refused: undefined, database: 'clean' };
  try {
    const inside = (rules: EdgeRules) => tryInTransaction(run, { ...options, tables, rules });
    const outcome = await tryOnFewerEdges(inside, mostTrials);
    const trial = outcome.kind === 'compared' ? outcome.trial : { tables: 0, lost: [] };
    const rows = outcome.kind === 'compared' ? 'some' : 'all';
    return {
      ...trial,
      tried: tables,
      refused: outcome.failed && refusal(outcome.failed, rows),
      database: 'clean',
    };
  } catch (error) {
    if (!(error instanceof NeedsCommits)) throw error;
    return proveWithCommits(run, { ...options, tables, rules: noEdges });
  }
}

function refusal({ direction, message }: StepFailed, rows: 'some' | 'all') {
  return { direction, rows, message } as const;
}

/** The existing tables that the pair changes, or parts of which it changes. */
function tablesChanged({ below, above }: ProveRowsOptions): readonly string[] {
  const touched = new Set(
    diff(below, above).flatMap((one) => {
      const { name, parent } = subject(one);
      return parent ? [name, parent.name] : [name];
    }),
  );
  return [...below.values()].flatMap(({ kind, name }) => (kind === 'table' && touched.has(name) ? name : []));
}

interface TrialOptions extends ProveRowsOptions {
  readonly tables: readonly string[];
  readonly rules: EdgeRules;
}

async function tryInTransaction(
  run: ScratchRun,
  { migrations, tables, rules }: TrialOptions,
): Promise<Trial> {
  const session = await run.renewMigrationSession();
  await session.query('BEGIN');
  try {
    const filled = await attemptStep('up', () => fill(session, tables, rules));
    const before = await readTableRows(session, filled, { readIn: 'open transaction' });
    const steps = migrations.map((migration) => stepInside(session, migration, run.config));
    for (const step of steps) await step('up');
    for (const step of steps.toReversed()) await step('down');
    await cleanInside(session, run.config, '');
    const after = await readTableRows(session, filled, { readIn: 'open transaction' });
    return { tables: filled.length, lost: compareRows(before, after) };
  } finally {
    await session.query('ROLLBACK');
  }
}

async function fill(
  session: Session,
  tables: readonly string[],
  rules: EdgeRules,
): Promise<readonly string[]> {
  const filled = await generateRows(session, tables, rules);
  await checkDeferred(session);
  return filled.filter(({ outcome }) => outcome.kind === 'filled').map(({ table }) => table);
}

async function proveWithCommits(
  run: ScratchRun,
  { migrations, tables, rules }: TrialOptions,
): Promise<RowsProof> {
  const session = await run.renewMigrationSession();
  try {
    const filled = await attemptStep('up', () =>
      withTransaction(session, () => fill(session, tables, rules)),
    );
    const before = await readTableRows(session, filled);
    for (const migration of migrations) await step(run, migration, 'up');
    for (const migration of migrations.toReversed()) await step(run, migration, 'down');
    const after = await readTableRows(await run.renewMigrationSession(), filled);
    return {
      tables: filled.length,
      tried: tables,
      lost: compareRows(before, after),
      refused: undefined,
      database: 'used',
    };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return { tables: 0, tried: tables, lost: [], refused: refusal(error, 'all'), database: 'used' };
  }
}

async function step(run: ScratchRun, migration: Migration, direction: Direction): Promise<void> {
  const session = await run.renewMigrationSession();
  await attemptStep(direction, () => runStep({ migration, direction }, { session, config: run.config }));
}
