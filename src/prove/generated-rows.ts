import type { Proof } from './proof.js';
import type { EdgeValuesCompared, RowsCompared } from './proof-report.js';
import type { EdgeRules } from '../rows/edge-rules.js';
import type { EdgesTried, FilledTable } from '../rows/filled-table.js';
import { tryOnFewerEdges, type TrialOutcome } from '../rows/try-on-fewer-edges.js';
import { tablesAbove, tablesAtRisk } from './rows-at-risk.js';
import { NeedsCommits, type StepFailed } from '../rows/attempt-step.js';
import {
  tryDownKept,
  tryInTransaction,
  tryWithCommits,
  type RowsTrial,
  type TrialOptions,
} from './rows-trial.js';
import type { AppliedStep } from './passes/applied-step.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { attribute, hasTriggers, withoutFailure } from './triggers-disabled.js';

export interface RowsTarget {
  /** At the state below the migration. */
  readonly scratchRun: ScratchRun;
  readonly applied: AppliedStep;
}

/** Maximum numbers of trials; copying a database costs more than a transaction. */
const mostTrials = { transaction: 12, copy: 4 };

/**
 * Runs the up and the down once more on tables with generated rows, where the migration can change rows of
 * tables that existed before it. If a step fails on them, it is tried on rows with fewer edge values. A failure
 * on plain rows is not held against the migration, whose up and down succeeded without rows: the rows are then
 * not compared, and the report says so.
 */
export async function proveRows(proof: Proof, { scratchRun, applied }: RowsTarget): Promise<ScratchRun> {
  if (proof.keep === 'on' && proof.rows === 'generate') await proveDownKept(proof, { scratchRun, applied });
  const tables = proof.rows === 'generate' ? tablesAtRisk(scratchRun, applied) : [];
  if (tables.length === 0) return scratchRun;
  try {
    const run: Run = (rules, triggers) =>
      tryInTransaction(proof, scratchRun, { applied, tables, rules, triggers });
    const outcome = await tryOnFewer((rules) => run(rules, 'enabled'), mostTrials.transaction);
    note(applied, tables, await attributed(outcome, { run, scratchRun }));
    return scratchRun;
  } catch (error) {
    if (!(error instanceof NeedsCommits)) throw error;
    return proveOnCopies(proof, { scratchRun, applied }, tables);
  }
}

/** Proves that a down with --keep, and the next up, restore the rows that are written above the migration. */
async function proveDownKept(proof: Proof, { scratchRun, applied }: RowsTarget): Promise<void> {
  const tables = tablesAbove(scratchRun, applied);
  if (tables.length === 0) return;
  const { evidence } = applied;
  try {
    const run = (rules: EdgeRules) => tryDownKept(proof, scratchRun, { applied, tables, rules });
    const outcome = await tryOnFewerEdges(run, mostTrials.transaction);
    if (outcome.kind === 'unfit') {
      evidence.notes.push(`the rows written after the up were not compared: ${outcome.failed.message}`);
      return;
    }
    evidence.rowsLost.push(...outcome.trial.lost);
    evidence.kept.push(...outcome.trial.kept.filter(({ direction }) => direction === 'down'));
  } catch (error) {
    if (!(error instanceof NeedsCommits)) throw error;
    evidence.notes.push('--keep is refused: the migration runs without a transaction');
  }
}

async function proveOnCopies(
  proof: Proof,
  { scratchRun, applied }: RowsTarget,
  tables: readonly string[],
): Promise<ScratchRun> {
  let at = scratchRun;
  const run: Run = async (rules, triggers) => {
    const copied = await proof.pool.withCopy(at, (copy) =>
      settled(tryWithCommits(proof, copy, { applied, tables, rules, triggers })),
    );
    at = copied.run;
    return copied.result();
  };
  const outcome = await tryOnFewer((rules) => run(rules, 'enabled'), mostTrials.copy);
  note(applied, tables, await attributed(outcome, { run, scratchRun: at }));
  return at;
}

/**
 * Waits for a promise and returns a function that returns its result or throws its error, so that the copy can
 * be dropped first.
 */
function settled<T>(promise: Promise<T>): Promise<() => Promise<T>> {
  return promise.then(
    (value) => () => Promise.resolve(value),
    (error: unknown) => () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
  );
}

type Run = (rules: EdgeRules, triggers: TrialOptions['triggers']) => Promise<RowsTrial>;

interface Compared extends Extract<TrialOutcome<RowsTrial>, { kind: 'compared' }> {
  /** Descriptions of the changes that triggers made. */
  readonly notes: readonly string[];
}

type Outcome = Compared | Extract<TrialOutcome<RowsTrial>, { kind: 'unfit' }>;

async function tryOnFewer(run: (rules: EdgeRules) => Promise<RowsTrial>, most: number): Promise<Outcome> {
  const outcome = await tryOnFewerEdges(run, most);
  return outcome.kind === 'unfit' ? outcome : { ...outcome, notes: [] };
}

/** Where rows differ, runs the steps once more without triggers to find out which changes triggers made. */
async function attributed(
  outcome: Outcome,
  { run, scratchRun: { objects } }: { readonly run: Run; readonly scratchRun: ScratchRun },
): Promise<Outcome> {
  if (outcome.kind === 'unfit' || outcome.trial.lost.length === 0 || !hasTriggers(objects)) return outcome;
  const { trial, rules } = outcome;
  const without = await withoutFailure(() => run(rules, 'disabled'));
  if (!without) return outcome;
  const { lost, notes } = attribute(trial.lost, without.lost, objects);
  return { ...outcome, trial: { ...trial, lost }, notes };
}

function note({ evidence }: AppliedStep, tables: readonly string[], outcome: Outcome): void {
  const { failed } = outcome;
  if (outcome.kind === 'unfit') {
    const reason = `a step fails with generated rows, but not without them: ${outcome.failed.message}`;
    evidence.rows.push(...tables.map((table) => ({ table, compared: 'no' as const, rows: 0, reason })));
    return;
  }
  const { lost, filled, failsLater, kept } = outcome.trial;
  evidence.kept.push(...kept);
  evidence.rowsLost.push(...lost);
  evidence.notes.push(...outcome.notes.filter((text) => !evidence.notes.includes(text)));
  const asked = filled.filter(({ table }) => tables.includes(table));
  evidence.rows.push(...asked.map((table) => comparedOf(table, failed)));
  if (failed?.direction === 'down')
    evidence.notes.push(`the down fails with some of the generated rows: ${failed.message}`);
  if (failsLater !== undefined)
    evidence.notes.push(`the down fails with generated rows that were inserted after the up: ${failsLater}`);
}

function comparedOf({ table, outcome }: FilledTable, failed: StepFailed | undefined): RowsCompared {
  if (outcome.kind === 'not-filled') return { table, compared: 'no', rows: 0, reason: outcome.reason };
  const { rows, edges } = outcome;
  return { table, compared: 'generated', rows, edgeValues: edgeValuesOf(edges, failed) };
}

function edgeValuesOf({ tried, refused }: EdgesTried, failed: StepFailed | undefined): EdgeValuesCompared {
  return {
    tried: byColumn(tried),
    refused: byColumn(refused),
    ...(failed ? { leftOut: `the ${failed.direction} fails with other rows: ${failed.message}` } : {}),
  };
}

/** Turns `email: NULL` and `email: empty text` into `email: NULL, empty text`. */
function byColumn(edges: readonly string[]): readonly string[] {
  const columns = new Map<string, string[]>();
  for (const edge of new Set(edges)) {
    const end = edge.indexOf(': ');
    const column = edge.slice(0, end);
    columns.set(column, [...(columns.get(column) ?? []), edge.slice(end + 2)]);
  }
  return [...columns].map(([column, labels]) => `${column}: ${labels.sort().join(', ')}`).sort();
}
