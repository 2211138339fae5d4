import type { Session } from '../database/session.js';
import { attemptStep, StepFailed } from '../rows/attempt-step.js';
import { relaxedTables } from './relaxed-tables.js';
import { checkDeferred } from '../rows/check-deferred.js';
import { generateRows } from '../rows/generate-rows.js';
import type { AppliedStep } from './passes/applied-step.js';

export interface LaterRows {
  /** Runs `action` at the state after the up; the state is not needed afterwards. */
  readonly trial: <T>(action: () => Promise<T>) => Promise<T>;
  readonly fill: (tables: readonly string[]) => Promise<void>;
  readonly down: () => Promise<void>;
}

/**
 * Fills the tables in which the up allows more rows than before, runs the down on them, and rolls back. Returns
 * the error of the down. That is not a finding, since the down cannot foresee which rows will be written, but it
 * is reported to the author.
 */
export async function failureOnLaterRows(
  applied: AppliedStep,
  { trial, fill, down }: LaterRows,
): Promise<string | undefined> {
  const tables = relaxedTables(applied);
  if (tables.length === 0) return undefined;
  return trial(async () => {
    try {
      await attemptStep('up', () => fill(tables));
    } catch (error) {
      if (error instanceof StepFailed) return undefined;
      throw error;
    }
    try {
      await down();
      return undefined;
    } catch (error) {
      if (error instanceof StepFailed) return error.message;
      throw error;
    }
  });
}

/** Runs in the open transaction. */
export async function refill(session: Session, tables: readonly string[]): Promise<void> {
  await session.query(`TRUNCATE ${tables.join()} CASCADE`);
  await generateRows(session, tables);
  await checkDeferred(session);
}
