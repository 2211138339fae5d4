import type { Config } from '../../config/config.js';
import type { Database } from '../../database/session.js';
import type { Target } from '../../migrations/plan.js';
import { planRun, type PlanOptions } from '../../run-plan/plan-run.js';
import type { RunPlan } from '../../run-plan/run-plan.js';
import { renderPlan } from '../../run/render-plan.js';
import { exitCodes } from '../../errors.js';
import { requireExtensions } from '../../database/required-extensions.js';
import type { Direction } from '../../migrations/migration.js';
import { renderRunPlan, runPlanToJson } from '../../report/run-plan/text.js';
import { keepSettingOf, type KeepFlags } from '../keep-flags.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { inAnyOrder, type RunFlags, type RunOutcome } from '../run-command.js';

/** The limit of --keep, or `undefined` where nothing is kept. */
function keepLimitOf(flags: Parameters<typeof keepSettingOf>[0], config: Config): number | undefined {
  const { keep } = keepSettingOf(flags, config);
  return keep?.mode === 'keep' ? keep.limit : undefined;
}

export interface Planned {
  readonly direction: Direction;
  readonly target: Target;
  readonly database: Database;
  readonly config: Config;
  readonly losses?: NonNullable<PlanOptions['losses']>;
}

/** Plans a run without changing the database. */
export async function planOf(
  { terminal, signal, flags }: Context<KeepFlags>,
  { direction, target, database, config, ...losses }: Planned,
): Promise<RunPlan> {
  const steps = await renderPlan([direction], target, { database, config, signal });
  terminal.progress('running the migrations on a scratch database …');
  const keepLimit = keepLimitOf(flags, config);
  return planRun({ database, config, signal, steps, keepLimit, ...losses });
}

export interface PlanCommand {
  readonly direction: Direction;
  readonly target: Target;
  /** What to say when there is nothing to do. */
  readonly nothing: string;
}

/** `up --plan` and `down --plan`: reports the plan in text; what `--json` prints is returned. */
export async function runPlanCommand(
  context: Context<RunFlags>,
  { direction, target, nothing }: PlanCommand,
): Promise<RunOutcome> {
  const { terminal, flags } = context;
  const config = inAnyOrder(await configOf(context), flags);
  const plan = await withConfiguredDatabase(context, { config, use: 'migrations' }, async (database) => {
    if (direction === 'up') await requireExtensions(database, config.extensions);
    return planOf(context, { direction, target, database, config });
  });
  terminal.result(plan.migrations.length === 0 ? nothing : renderRunPlan(plan, terminal.paint));
  return { json: runPlanToJson(plan, direction), exitCode: exitCodes.done };
}
