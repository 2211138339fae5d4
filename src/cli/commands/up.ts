import type { ExitCode } from '../../errors.js';
import type { Target } from '../../migrations/plan.js';
import { up } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { assertExclusive } from '../exclusive-flags.js';
import { effectsShown } from '../show-effects.js';
import { runPlanCommand } from '../rolling-back/plan.js';
import { runCommand, type RunFlags, type RunOutcome } from '../run-command.js';
import { parseTarget } from '../target.js';

export interface UpFlags extends RunFlags {
  readonly plan?: boolean;
}

const nothing = 'nothing to apply';

/** `roundtrip up [COUNT|NAME] [--plan]` */
export async function run(context: Context<UpFlags>, [wanted]: readonly string[]): Promise<ExitCode> {
  const target = wanted === undefined ? ({ kind: 'all' } as const) : parseTarget(wanted);
  const { plan, dryRun, fake, resume, restart } = context.flags;
  const others = { '--dry-run': dryRun, '--fake': fake, '--resume': resume, '--restart': restart };
  assertExclusive('--plan', { '--plan': plan, ...others });
  const { json, exitCode } = plan
    ? await runPlanCommand(context, { direction: 'up', target, nothing })
    : await runUp(context, target);
  context.terminal.json(json);
  return exitCode;
}

/** Applies migrations and reports them in text; how it ended is returned. */
export function runUp(context: Context<RunFlags>, target: Target): Promise<RunOutcome> {
  return runCommand(context, { directions: ['up'], target, run: effectsShown(context, up), nothing });
}
