import type { ExitCode } from '../../errors.js';
import type { Target } from '../../migrations/plan.js';
import { up } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { runCommand, type RunFlags, type RunOutcome } from '../run-command.js';
import { parseTarget } from '../target.js';

/** `roundtrip up [COUNT|NAME]` */
export async function run(context: Context<RunFlags>, [wanted]: readonly string[]): Promise<ExitCode> {
  const target = wanted === undefined ? ({ kind: 'all' } as const) : parseTarget(wanted);
  const { json, exitCode } = await runUp(context, target);
  context.terminal.json(json);
  return exitCode;
}

/** Applies migrations and reports them in text; how it ended is returned. */
export function runUp(context: Context<RunFlags>, target: Target): Promise<RunOutcome> {
  return runCommand(context, { directions: ['up'], target, run: up, nothing: 'nothing to apply' });
}
