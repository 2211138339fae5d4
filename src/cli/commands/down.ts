import { UsageError, exitCodes, type ExitCode } from '../../errors.js';
import type { Target } from '../../migrations/plan.js';
import { renderRollbackPlan, rollbackPlanToJson } from '../../report/rollback/plan-text.js';
import { down } from '../../run/run-migrations.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { sinkFor, reportBackup } from '../rolling-back/backup.js';
import { confirmed, type ConfirmFlags } from '../rolling-back/confirm.js';
import { planOf } from '../rolling-back/plan.js';
import { inAnyOrder, runCommand, type RunFlags, type RunOutcome } from '../run-command.js';
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
    ? await showPlan(context, target)
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

async function showPlan(context: Context<DownFlags>, target: Target): Promise<RunOutcome> {
  const { terminal, flags } = context;
  const config = inAnyOrder(await configOf(context), flags);
  const plan = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    planOf(context, { target, database, config }),
  );
  terminal.result(plan.migrations.length === 0 ? nothing : renderRollbackPlan(plan, terminal.paint));
  return { json: rollbackPlanToJson(plan), exitCode: exitCodes.done };
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
function assertConsistent({ plan, dryRun, fake, backup, fromHistory, resume }: DownFlags): void {
  const given = Object.entries({ '--plan': plan, '--dry-run': dryRun, '--fake': fake, '--resume': resume })
    .filter(([, isGiven]) => isGiven === true)
    .map(([flag]) => flag);
  const [first] = given;
  if (first !== undefined && backup !== undefined) throw contradiction(first, '--backup');
  if (plan && given[1] !== undefined) throw contradiction('--plan', given[1]);
  if (plan && fromHistory) throw contradiction('--plan', '--from-history');
}

function contradiction(one: string, other: string): UsageError {
  return new UsageError(`${one} and ${other} exclude each other`, { remedy: 'Give only one of them.' });
}
