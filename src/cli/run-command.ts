import type { Direction } from '../migrations/migration.js';
import type { Target } from '../migrations/plan.js';
import type { StepResult } from '../migrations/run-step.js';
import {
  plannedToJson,
  renderPlannedSteps,
  renderRunning,
  renderRunSummary,
  renderStatements,
  renderStep,
  runToJson,
} from '../report/run-report.js';
import { renderPlan } from '../run/render-plan.js';
import type { RunObserver, RunOptions } from '../run/run-migrations.js';
import { configOf, withConfiguredDatabase, type Context } from './context.js';
import type { Terminal } from './terminal.js';

export interface RunFlags {
  readonly dryRun?: boolean;
  readonly fake?: boolean;
}

export interface RunCommand {
  readonly directions: readonly Direction[];
  readonly target: Target;
  readonly run: (target: Target, options: RunOptions) => Promise<readonly StepResult[]>;
  /** What to say when there is nothing to do. */
  readonly nothing: string;
}

/**
 * What `up`, `down` and `redo` share: run, or show what would run, and report it in text.
 * @returns what `--json` prints
 */
export async function runCommand(context: Context<RunFlags>, command: RunCommand): Promise<object> {
  const { terminal, flags, interruption } = context;
  const config = await configOf(context);
  return withConfiguredDatabase(context, { config, use: 'migrations' }, async (database) => {
    if (flags.dryRun) {
      const steps = await renderPlan(command.directions, command.target, { database, config });
      terminal.result(steps.length === 0 ? command.nothing : renderPlannedSteps(steps, terminal.paint));
      return plannedToJson(steps);
    }
    const observer = observe(terminal);
    const mode = flags.fake ? 'record' : 'run';
    const results = await command.run(command.target, { database, config, interruption, observer, mode });
    terminal.result(renderRunSummary(results, command.nothing));
    return runToJson(results);
  });
}

function observe(terminal: Terminal): RunObserver {
  return {
    started: (step) => {
      terminal.progress(renderRunning(step));
    },
    finished: (result) => {
      terminal.result(renderStep(result, terminal.paint));
      if (terminal.verbosity === 'verbose') terminal.result(renderStatements(result, terminal.paint));
    },
  };
}
