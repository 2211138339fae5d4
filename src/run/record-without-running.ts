import { performance } from 'node:perf_hooks';
import { withTransaction } from '../database/transaction.js';
import { recordOnly } from '../migrations/bookkeeping.js';
import type { Step, StepResult } from '../migrations/step.js';
import { emptyResult } from './live-record.js';
import type { StepContext } from './run-steps.js';

/** Writes the bookkeeping of a step and its history row, without running it. */
export function recordWithoutRunning(
  step: Step,
  { session, record, options }: StepContext,
): Promise<StepResult> {
  const started = performance.now();
  const { migration, direction } = step;
  return withTransaction(session, async () => {
    await recordOnly(session, options.config.migrations, { name: migration.name, direction });
    const result = emptyResult(step, performance.now() - started);
    await record?.writeFaked(session, result);
    return result;
  });
}
