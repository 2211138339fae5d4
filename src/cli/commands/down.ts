import { UsageError, type ExitCode } from '../../errors.js';
import type { Target } from '../../migrations/plan.js';
import { down } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { sinkFor, reportBackup } from '../rolling-back/backup.js';
import { confirmed, type ConfirmFlags } from '../rolling-back/confirm.js';
import { assertExclusive } from '../exclusive-flags.js';
import { runPlanCommand } from '../rolling-back/plan.js';
import { runCommand, type RunFlags, type RunOutcome } from '../run-command.js';
import { parseTarget } from '../target.js';

export interface DownFlags extends RunFlags, ConfirmFlags {
  readonly to?: string;
  readonly all?: boolean;
  readonly plan?: boolean;
  readonly backup?: string;
}

/** `roundtrip down [COUNT|NAME] [--to NAME] [--all] [--plan] [--backup FILE]` */
export async function run(context: Context<DownFlags>, [wanted]: readonly string[]): Promise<ExitCode> {
  const { terminal, flags } = context;
  const target = targetOf(wanted, flags);
  assertConsistent(flags);
  const { json, exitCode } = flags.plan
    ? await runPlanCommand(context, { direction: 'down', target, nothing })
    : await rollBack(context, target, flags.backup);
  terminal.json(json);
  return exitCode;
}

const nothing = 'nothing to roll back';

/** Rolls back without a question, and reports it in text; how it ended is returned. */
export function runDown(context: Context<RunFlags>, target: Target): Promise<RunOutcome> {
  return runCommand(context, { directions: ['down'], target, run: down, nothing });
}

async function rollBack(
  context: Context<DownFlags>,
  target: Target,
  file: string | undefined,
): Promise<RunOutcome> {
  if (file === undefined)
    return runCommand(context, { directions: ['down'], target, run: confirmed(context, down), nothing });
  let report: () => object | undefined = () => undefined;
  const run = confirmed(context, (to, options) => {
    const sink = sinkFor(context, file, options.database);
    report = () => reportBackup(context, file, sink);
    return down(to, { ...options, sink });
  });
  const { json, exitCode } = await runCommand(context, { directions: ['down'], target, run, nothing });
  return { json: { ...json, backup: report() ?? null }, exitCode };
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

/** Each of these does something else than roll back. */
function assertConsistent({ plan, dryRun, fake, backup, fromHistory, resume, restart }: DownFlags): void {
  const others = { '--dry-run': dryRun, '--fake': fake, '--resume': resume, '--restart': restart };
  assertExclusive('--backup', { '--plan': plan, ...others, '--backup': backup });
  assertExclusive('--plan', { '--plan': plan, ...others, '--from-history': fromHistory });
}
