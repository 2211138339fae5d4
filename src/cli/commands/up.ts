import { exitCodes, type ExitCode } from '../../errors.js';
import type { Target } from '../../migrations/plan.js';
import { up } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { runCommand, type RunFlags } from '../run-command.js';
import { parseTarget } from '../target.js';

/** `roundtrip up [COUNT|NAME]` */
export async function run(context: Context<RunFlags>, [wanted]: readonly string[]): Promise<ExitCode> {
  const target = wanted === undefined ? ({ kind: 'all' } as const) : parseTarget(wanted);
  context.terminal.json(await runUp(context, target));
  return exitCodes.done;
}

/** Applies migrations and reports them in text; what `--json` prints is returned. */
export function runUp(context: Context<RunFlags>, target: Target): Promise<object> {
  return runCommand(context, { directions: ['up'], target, run: up, nothing: 'nothing to apply' });
}
