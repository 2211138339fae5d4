import { performance } from 'node:perf_hooks';
import type { Migration } from '../../migrations/migration.js';
import type { StatementError } from '../../migrations/statement-error.js';
import type { ScratchRun } from '../../scratch-run/scratch-run.js';
import type { LoadDriver } from '../load/load-driver.js';
import { during, latenciesOf, longestWait, type Period } from '../load/samples.js';
import type { Measures, Phase, StatementReport, StepFailure, StepReport } from '../rehearsal-report.js';
import { MeasuredStatements, type MeasuredStatement } from './measured-statements.js';
import type { Watched } from './relation-state.js';

/** What steps of a rehearsal run on, and what is measured meanwhile. */
export interface Stage {
  readonly run: ScratchRun;
  /** Missing where there is no load. */
  readonly driver: LoadDriver | undefined;
  /** Of `performance.now()`, when the rehearsal began. */
  readonly origin: number;
}

export interface MeasuredStep {
  readonly report: StepReport;
  readonly statements: readonly MeasuredStatement[];
  readonly failure: StepFailure | undefined;
}

/** Runs one step under the load, and measures it. */
export async function measureStep(
  stage: Stage,
  {
    migration,
    phase,
    watched,
  }: { readonly migration: Migration; readonly phase: Phase; readonly watched: Watched },
): Promise<MeasuredStep> {
  const direction = phase === 'down' ? 'down' : 'up';
  const measured = new MeasuredStatements(direction, watched);
  const asked = performance.now();
  const step = await stage.run.step({ migration, direction }, measured.inside);
  const begun = measured.begun ?? asked;
  const done = step.outcome === 'done' ? step.result : undefined;
  const milliseconds = step.outcome === 'done' ? step.result.milliseconds : step.milliseconds;
  await stage.driver?.settle();
  measured.close();
  const { statements } = measured;
  const totals = {
    rows: sum(statements, ({ rows }) => rows),
    walBytes: sum(statements, ({ walBytes }) => walBytes),
    temporaryBytes: measured.temporaryBytes,
    bytesBefore: statements[0]?.bytesBefore ?? 0,
    bytesAfter: statements.at(-1)?.bytesAfter ?? 0,
  };
  const report: StepReport = {
    phase,
    transaction: done?.transaction ?? (step.outcome === 'failed' ? step.error.transaction : 'one'),
    ...totals,
    ...timesOf(stage, { started: begun, milliseconds }),
    statements: statements.map((one) => toReport(stage, one)),
  };
  const failure = step.outcome === 'failed' ? failureOf(step.error, phase) : undefined;
  return { report, statements, failure };
}

function toReport(stage: Stage, statement: MeasuredStatement): StatementReport {
  const { sql, line, rows, walBytes, temporaryBytes, bytesBefore, bytesAfter, started, ended } = statement;
  return {
    sql,
    line,
    rows,
    walBytes,
    temporaryBytes,
    bytesBefore,
    bytesAfter,
    ...timesOf(stage, { started, milliseconds: ended - started }),
  };
}

type Times = Pick<Measures, 'at' | 'milliseconds' | 'load' | 'longestLockWait'>;

/** What the load felt while something ran. */
function timesOf(
  { driver, origin }: Stage,
  { started, milliseconds }: { readonly started: number; readonly milliseconds: number },
): Times {
  if (!driver) return { at: started - origin, milliseconds, load: undefined, longestLockWait: 0 };
  const from = driver.since(started);
  const period: Period = { from, to: from + milliseconds };
  return {
    at: from,
    milliseconds,
    load: latenciesOf(during(driver.samples, period)),
    longestLockWait: longestWait(driver.waits, period),
  };
}

function failureOf(error: StatementError, phase: Phase): StepFailure {
  const { reason, sqlState, statement } = error;
  return { phase, message: reason, code: sqlState ?? null, statement: statement ?? null };
}

function sum(statements: readonly MeasuredStatement[], of: (one: MeasuredStatement) => number): number {
  return statements.reduce((total, one) => total + of(one), 0);
}
