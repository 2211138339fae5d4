import type { Config } from '../../config/config.js';
import type { Database } from '../../database/session.js';
import { InterruptedError, RefusedError, RoundtripError } from '../../errors.js';
import type { StepResult } from '../../migrations/step.js';
import type { Target } from '../../migrations/plan.js';
import { renderRunPlan } from '../../report/run-plan/text.js';
import type { RunOptions } from '../../run/run-migrations.js';
import type { Context } from '../context.js';
import { planOf, type Planned } from './plan.js';

type RollbackTarget = Omit<Planned, 'direction'>;

export interface ConfirmFlags {
  readonly confirm?: string;
}

type Run = (target: Target, options: RunOptions) => Promise<readonly StepResult[]>;

/** Asks for confirmation, if required, before a run that rolls back. */
export function confirmed(context: Context<ConfirmFlags>, run: Run): Run {
  return async (target, options) => {
    const { database, config, mode } = options;
    if (mode === 'run') await confirm(context, { target, database, config });
    return run(target, options);
  };
}

/** On a terminal, asks instead of requiring flags. */
async function confirm(context: Context<ConfirmFlags>, planned: RollbackTarget): Promise<void> {
  const { flags, terminal } = context;
  const { database, config } = planned;
  const mayAsk = terminal.isInteractive && flags.yes !== true;
  assertConfirmedDatabase(database, flags);
  if (!mayAsk) {
    assertNamed({ database, config }, context);
    return;
  }
  if (database.server.kind === 'embedded' && config.environment !== 'production') return;
  if ((await showPlan(context, planned)) === 'nothing') return;
  await ask(context, planned);
}

/** The name after `--confirm` must match, also where no confirmation is required. */
function assertConfirmedDatabase({ name }: Database, { confirm: given }: ConfirmFlags): void {
  if (given === undefined || given === name) return;
  throw new RefusedError(`--confirm names ${given}, but the database is ${name}`, {
    remedy: 'Nothing was rolled back.',
  });
}

/** @throws RefusedError in production without `--yes` and `--confirm` */
function assertNamed(
  { database: { name }, config }: { readonly database: Database; readonly config: Config },
  { flags }: Context<ConfirmFlags>,
): void {
  if (config.environment !== 'production') return;
  if (flags.yes === true && flags.confirm === name) return;
  throw new RefusedError('NODE_ENV is production: a rollback must name the database', {
    remedy: `Nothing was rolled back. If this is intended, add --yes --confirm ${name}`,
  });
}

/** Shows the plan if possible; the role may lack the privileges to make it. */
async function showPlan(context: Context, planned: RollbackTarget): Promise<'shown' | 'nothing'> {
  const { terminal } = context;
  try {
    const plan = await planOf(context, { direction: 'down', ...planned });
    if (plan.migrations.length === 0) return 'nothing';
    terminal.error(`${renderRunPlan(plan, terminal.notePaint)}\n`);
  } catch (error) {
    if (!(error instanceof RoundtripError) || error instanceof InterruptedError) throw error;
    terminal.error(
      terminal.notePaint.yellow(`the plan of the rollback could not be determined: ${error.message}`),
    );
  }
  return 'shown';
}

async function ask(
  { terminal, signal, flags }: Context<ConfirmFlags>,
  { database: { name, label }, config: { environment } }: RollbackTarget,
): Promise<void> {
  const byName = environment === 'production' && flags.confirm === undefined;
  const expected = byName ? [name] : ['y', 'yes'];
  const how = byName ? `NODE_ENV is production: type ${name} to continue` : 'Roll back? [y/N]';
  const answer = await terminal.ask(`${label}: ${how} `, signal);
  if (expected.includes(byName ? answer.trim() : answer.trim().toLowerCase())) return;
  throw new RefusedError('not confirmed', { remedy: 'Nothing was rolled back.' });
}
