import { exitCodes, type ExitCode } from '../errors.js';
import { requireExtensions } from '../database/required-extensions.js';
import type { Direction } from '../migrations/migration.js';
import type { Target } from '../migrations/plan.js';
import type { Step, StepResult } from '../migrations/step.js';
import { renderKeptByStep } from '../report/keep/run-text.js';
import { renderRefusal, renderRollbackFinding, rollbackToJson } from '../report/run/rollback-text.js';
import { renderRunNote } from '../report/run/run-notes.js';
import {
  plannedToJson,
  renderPlannedSteps,
  renderRunning,
  renderRunSummary,
  renderStatements,
  renderStep,
  runToJson,
} from '../report/run/run-report.js';
import { renderPlan } from '../run/render-plan.js';
import { InexactRollback, type RunObserver, type RunOptions } from '../run/run-migrations.js';
import type { Config } from '../config/config.js';
import { hasLeftovers } from '../keep/restored-kept.js';
import type { KeptByStep } from '../run/step-keeping.js';
import { keepSettingOf, type KeepFlags } from './keep-flags.js';
import { runHook, type HookFlags } from './run-hook.js';
import { showLockWait } from './lock-wait-display.js';
import { configOf, withConfiguredDatabase, type Context } from './context.js';
import { guardsOf, type GuardFlags } from './run-guards.js';

export interface RunFlags extends HookFlags, GuardFlags, KeepFlags {
  readonly dryRun?: boolean;
  readonly fake?: boolean;
  readonly allowOutOfOrder?: boolean;
}

export interface RunCommand {
  readonly directions: readonly Direction[];
  readonly target: Target;
  readonly run: (target: Target, options: RunOptions) => Promise<readonly StepResult[]>;
  /** Message when there is nothing to do. */
  readonly nothing: string;
}

/** Output for `--json`, and the exit code. */
export interface RunOutcome {
  readonly json: object;
  readonly exitCode: ExitCode;
}

/** The common part of `up`, `down` and `redo`: runs, or shows the plan, and reports in text. */
export async function runCommand(context: Context<RunFlags>, command: RunCommand): Promise<RunOutcome> {
  const { terminal, flags, signal } = context;
  const config = inAnyOrder(await configOf(context), flags);
  return withConfiguredDatabase(context, { config, use: 'migrations' }, async (database) => {
    if (command.directions.includes('up')) await requireExtensions(database, config.extensions);
    if (flags.dryRun) {
      const steps = await renderPlan(command.directions, command.target, { database, config, signal });
      terminal.result(steps.length === 0 ? command.nothing : renderPlannedSteps(steps, terminal.paint));
      return { json: plannedToJson(steps), exitCode: exitCodes.done };
    }
    const watch = new ProgressObserver(context);
    const mode = flags.fake ? 'record' : 'run';
    const options = {
      database,
      config,
      signal,
      observer: watch,
      mode,
      ...guardsOf(flags),
      ...keepSettingOf(flags, config),
    } as const;
    try {
      const results = await command.run(command.target, options);
      terminal.result(renderRunSummary(results, command.nothing));
      const hook = mode === 'run' ? await runHook(context, config, results) : undefined;
      const json = { ...runToJson(results, watch.keeping), ...(hook ? { hook } : {}) };
      return { json, exitCode: hook?.exitCode ? exitCodes.finding : watch.exitCode };
    } catch (error) {
      if (!(error instanceof InexactRollback)) throw error;
      return watch.refused(error);
    }
  });
}

/** Applies --allow-out-of-order, an alias of --no-check-order, to the configuration. */
export function inAnyOrder(config: Config, { allowOutOfOrder }: RunFlags): Config {
  if (!allowOutOfOrder) return config;
  return { ...config, migrations: { ...config.migrations, checkOrder: 'off' } };
}

/** Reports the progress of a run. */
class ProgressObserver implements RunObserver {
  exitCode: ExitCode = exitCodes.done;
  readonly #context: Context<RunFlags>;
  readonly keeping: KeptByStep[] = [];
  readonly #finished: StepResult[] = [];
  #running: Step | undefined;

  constructor(context: Context<RunFlags>) {
    this.#context = context;
  }

  readonly started: RunObserver['started'] = (step) => {
    this.#running = step;
    this.#context.terminal.progress(renderRunning(step));
  };

  readonly finished: RunObserver['finished'] = (result) => {
    const { terminal } = this.#context;
    this.#finished.push(result);
    terminal.result(renderStep(result, terminal.paint));
    this.#printKept(result);
    if (terminal.verbosity === 'verbose') terminal.result(renderStatements(result, terminal.paint));
  };

  /** What a step kept and restored is printed below the step. */
  #printKept({ migration, direction }: StepResult): void {
    const { terminal } = this.#context;
    for (const done of this.keeping)
      if (done.step.migration.name === migration.name && done.step.direction === direction)
        terminal.result(renderKeptByStep(done, terminal.paint));
  }

  readonly noted: NonNullable<RunObserver['noted']> = (note) => {
    const { terminal, cwd } = this.#context;
    if (note.kind === 'waiting-for-lock') {
      showLockWait(note, terminal);
      if (note.phase === 'ended' && this.#running) terminal.progress(renderRunning(this.#running));
      return;
    }
    if (note.kind === 'kept') {
      this.keeping.push(note);
      if (note.restored.some(hasLeftovers)) this.exitCode = exitCodes.finding;
      return;
    }
    if (note.kind === 'left-traces' && note.why === 'too-late') this.exitCode = exitCodes.finding;
    terminal.note(renderRunNote(note, { paint: terminal.notePaint, cwd }));
  };

  refused({ finding }: InexactRollback): RunOutcome {
    const { terminal, cwd } = this.#context;
    terminal.result(renderRollbackFinding(finding, { paint: terminal.paint, cwd }));
    terminal.result(`\n${renderRefusal(finding, terminal.paint)}`);
    return { json: rollbackToJson(finding, this.#finished, cwd), exitCode: exitCodes.finding };
  }
}
