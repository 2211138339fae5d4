import type { ExitCode } from '../../errors.js';
import { redo } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { confirmed, type ConfirmFlags } from '../rolling-back/confirm.js';
import { runCommand, type RunFlags } from '../run-command.js';
import { parseTarget } from '../target.js';

export interface RedoFlags extends RunFlags, ConfirmFlags {}

/** `roundtrip redo [COUNT|NAME]` */
export async function run(context: Context<RedoFlags>, [wanted = '1']: readonly string[]): Promise<ExitCode> {
  const options = {
    directions: ['down', 'up'],
    target: parseTarget(wanted),
    run: confirmed(context, redo),
  } as const;
  const { json, exitCode } = await runCommand(context, { ...options, nothing: 'nothing to roll back' });
  context.terminal.json(json);
  return exitCode;
}
