import { UsageError, type ExitCode } from '../../errors.js';
import type { Target } from '../../migrations/plan.js';
import { down } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { runCommand, type RunFlags, type RunOutcome } from '../run-command.js';
import { parseTarget } from '../target.js';

export interface DownFlags extends RunFlags {
  readonly to?: string;
  readonly all?: boolean;
}

/** `roundtrip down [COUNT|NAME] [--to NAME] [--all]` */
export async function run(context: Context<DownFlags>, [wanted]: readonly string[]): Promise<ExitCode> {
  const { json, exitCode } = await runDown(context, targetOf(wanted, context.flags));
  context.terminal.json(json);
  return exitCode;
}

/** Rolls back and reports it in text; how it ended is returned. */
export function runDown(context: Context<RunFlags>, target: Target): Promise<RunOutcome> {
  return runCommand(context, { directions: ['down'], target, run: down, nothing: 'nothing to roll back' });
}

function targetOf(wanted: string | undefined, { to, all }: DownFlags): Target {
  const given = [wanted, to, all].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new UsageError('down takes one of COUNT, NAME, --to NAME and --all', {
      remedy: 'Give only one of them.',
    });
  }
  if (all) return { kind: 'all' };
  if (to !== undefined) return { kind: 'to', name: to };
  return wanted === undefined ? { kind: 'count', count: 1 } : parseTarget(wanted);
}
