import type { Config } from '../../config/config.js';
import type { Database } from '../../database/session.js';
import type { Target } from '../../migrations/plan.js';
import { planRollback } from '../../rollback/plan/plan-rollback.js';
import type { RollbackPlan } from '../../rollback/plan/rollback-plan.js';
import { renderPlan } from '../../run/render-plan.js';
import type { Context } from '../context.js';

export interface Planned {
  readonly target: Target;
  readonly database: Database;
  readonly config: Config;
}

/** Plans a rollback without changing the database. */
export async function planOf(
  { terminal, signal }: Context,
  { target, database, config }: Planned,
): Promise<RollbackPlan> {
  const downs = await renderPlan(['down'], target, { database, config, signal });
  terminal.progress('rolling back on a scratch database …');
  return planRollback({ database, config, signal, downs });
}
