import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { cleanInside } from '../migrations/clean-session.js';
import { applyWithEngine } from '../migrations/engine.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { attemptStep, NeedsCommits } from './attempt-step.js';
import { checkDeferred } from './check-deferred.js';

/**
 * Returns a function that runs a step of a migration in the session's open transaction.
 * @throws StepFailed, NeedsCommits
 */
export function stepInside(
  session: Session,
  migration: Migration,
  config: MigrationsConfig,
): (direction: Direction) => Promise<void> {
  const run = runInside(session);
  return (direction) =>
    attemptStep(direction, async () => {
      await cleanInside(session, config, '');
      await applyWithEngine(migration, { direction, config, run });
      await checkDeferred(session);
    });
}

function runInside(session: Session): Parameters<typeof applyWithEngine>[1]['run'] {
  return (statement, values) => {
    if (statement === 'COMMIT;') throw new NeedsCommits('the migration runs without a transaction');
    return session.query(statement, values);
  };
}
