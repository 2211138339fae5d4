import type { MigrationsConfig } from '../config/config.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Session } from '../database/session.js';
import type { Migration } from '../migrations/migration.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { runStep } from '../migrations/run-step.js';
import type { StepOptions, StepResult } from '../migrations/step.js';

export interface ReplayOptions extends Pick<StepOptions, 'beforeCommit' | 'beforeStatement'> {
  readonly config: MigrationsConfig;
  readonly signal: AbortSignal;
  /** Called after each migration, with its result. */
  readonly applied?: (result: StepResult) => Promise<void> | void;
}

/**
 * Applies migrations in the order given to a database that has none of them, a scratch one as a rule.
 * Each starts in a session that is as good as new, as it would in a run of its own.
 * @throws StatementError when a statement of one is refused or its code throws
 * @throws InterruptedError when the user wants to stop
 */
export async function replay(
  session: Session,
  migrations: readonly Migration[],
  options: ReplayOptions,
): Promise<void> {
  const { config, signal, applied, beforeCommit, beforeStatement } = options;
  const hooks = {
    ...(beforeCommit ? { beforeCommit } : {}),
    ...(beforeStatement ? { beforeStatement } : {}),
  };
  await prepareDatabase(session, config);
  for (const migration of migrations) {
    stopIfInterrupted(signal);
    await session.reset();
    const result = await runStep({ migration, direction: 'up' }, { session, config, ...hooks });
    await applied?.(result);
  }
}
