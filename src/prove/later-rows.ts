import type { Session } from '../database/session.js';
import { attemptStep, StepFailed } from './passes/attempt-step.js';
import { relaxedTables } from './relaxed-tables.js';
import { checkDeferred } from '../rows/check-deferred.js';
import { generateRows } from '../rows/generate-rows.js';
import type { AppliedStep } from './passes/applied-step.js';

export interface LaterRows {
  /** Runs `action` where the up has been, and nothing is needed afterwards. */
  readonly trial: <T>(action: () => Promise<T>) => Promise<T>;
  readonly fill: (tables: readonly string[]) => Promise<void>;
  readonly down: () => Promise<void>;
}

/**
 * Fills the tables on which the up allows more than before, and rolls back. That this fails is no finding: the
 * down cannot know what will be written, but its author should.
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

/** In the open transaction. */
export async function refill(session: Session, tables: readonly string[]): Promise<void> {
  await session.query(`TRUNCATE ${tables.join()} CASCADE`);
  await generateRows(session, tables);
  await checkDeferred(session);
}
