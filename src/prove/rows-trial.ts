import { withoutEffect, withTransaction } from '../database/transaction.js';
import { cleanInside } from '../migrations/clean-session.js';
import type { Direction } from '../migrations/migration.js';
import { runStep } from '../migrations/run-step.js';
import { attemptStep } from '../rows/attempt-step.js';
import { KeepInside } from './keep-inside.js';
import type { KeptInside } from './kept-inside.js';
import { failureOnLaterRows, refill } from './later-rows.js';
import type { Proof } from './proof.js';
import { checkDeferred } from '../rows/check-deferred.js';
import { compareRows, type RowsLost } from '../rows/compare-rows.js';
import type { EdgeRules } from '../rows/edge-rules.js';
import { generateRows, type FilledTable } from '../rows/generate-rows.js';
import { readTableRows } from '../rows/row-signature.js';
import { stepInside } from '../rows/step-inside.js';
import type { AppliedStep } from './passes/applied-step.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { disableTriggers } from './triggers-disabled.js';

/** The result of running up and down on filled tables. */
export interface RowsTrial {
  readonly filled: readonly FilledTable[];
  readonly lost: readonly RowsLost[];
  /** The reason why the down fails on rows written after the up, where the up allows more rows than before. */
  readonly failsLater: string | undefined;
  /** What --keep kept. */
  readonly kept: readonly KeptInside[];
}

export interface TrialOptions {
  readonly applied: AppliedStep;
  readonly tables: readonly string[];
  readonly rules: EdgeRules;
  /** Whether user-defined triggers fire during the steps. */
  readonly triggers: 'enabled' | 'disabled';
}

/**
 * Runs the trial in one transaction that is rolled back, so that nothing needs to be cleaned up.
 * @throws StepFailed, NeedsCommits
 */
export async function tryInTransaction(
  { config, keep }: Proof,
  run: ScratchRun,
  { applied, tables, rules, triggers }: TrialOptions,
): Promise<RowsTrial> {
  const session = await run.renewMigrationSession();
  await session.query('BEGIN');
  try {
    const filled = await attemptStep('up', async () => {
      const outcomes = await generateRows(session, tables, rules);
      await checkDeferred(session);
      if (triggers === 'disabled') await disableTriggers(session);
      return outcomes;
    });
    const before = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    const keeping = keep === 'on' ? new KeepInside(session, applied, config) : undefined;
    const step = stepOf(keeping, stepInside(session, applied.migration, config));
    await step('up');
    const failsLater =
      triggers === 'disabled'
        ? undefined
        : await failureOnLaterRows(applied, {
            trial: (action) => withoutEffect(session, action, { name: 'roundtrip_later' }),
            fill: (later) => refill(session, later),
            down: () => step('down'),
          });
    await step('down');
    await cleanInside(session, config, '');
    const after = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    return { filled, lost: compareRows(before, after), failsLater, kept: keeping?.kept ?? [] };
  } finally {
    await session.query('ROLLBACK');
  }
}

/**
 * Runs up and down on the existing rows, in one transaction that is rolled back.
 * @throws StepFailed, NeedsCommits
 */
export async function tryOnExistingRows(
  { config, keep }: Proof,
  run: ScratchRun,
  { applied, tables, triggers }: Omit<TrialOptions, 'rules'>,
): Promise<readonly RowsLost[]> {
  const session = await run.renewMigrationSession();
  const keeping = keep === 'on' ? new KeepInside(session, applied, config) : undefined;
  const step = stepOf(keeping, stepInside(session, applied.migration, config));
  await session.query('BEGIN');
  try {
    if (triggers === 'disabled') await attemptStep('up', () => disableTriggers(session));
    const before = await readTableRows(session, tables, { readIn: 'open transaction' });
    await step('up');
    await step('down');
    await cleanInside(session, config, '');
    return compareRows(before, await readTableRows(session, tables, { readIn: 'open transaction' }));
  } finally {
    await session.query('ROLLBACK');
  }
}

function stepOf(
  keeping: KeepInside | undefined,
  step: (direction: Direction) => Promise<void>,
): (direction: Direction) => Promise<void> {
  return keeping ? (direction) => keeping.step(direction) : step;
}

/**
 * Runs up, and then down and up again as --keep does, on tables that are filled after the first up: `down --keep` and
 * the next up must restore every row. The transaction is rolled back.
 * @throws StepFailed, NeedsCommits
 */
export async function tryDownKept(
  { config }: Proof,
  run: ScratchRun,
  { applied, tables, rules }: Omit<TrialOptions, 'triggers'>,
): Promise<RowsTrial> {
  const session = await run.renewMigrationSession();
  await session.query('BEGIN');
  try {
    await stepInside(session, applied.migration, config)('up');
    const filled = await attemptStep('up', async () => {
      const outcomes = await generateRows(session, tables, rules);
      await checkDeferred(session);
      return outcomes;
    });
    const before = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    const keeping = new KeepInside(session, applied, config);
    await keeping.step('down');
    await keeping.step('up');
    await cleanInside(session, config, '');
    const after = await readTableRows(session, namesOf(filled), { readIn: 'open transaction' });
    return { filled, lost: compareRows(before, after), failsLater: undefined, kept: keeping.kept };
  } finally {
    await session.query('ROLLBACK');
  }
}

/**
 * Runs each step in a transaction of its own, on a database that is dropped afterwards.
 * @throws StepFailed
 */
export async function tryWithCommits(
  { config }: Proof,
  run: ScratchRun,
  { applied, tables, rules, triggers }: TrialOptions,
): Promise<RowsTrial> {
  const { migration } = applied;
  const session = await run.renewMigrationSession();
  const filled = await attemptStep('up', async () => {
    const outcomes = await withTransaction(session, () => generateRows(session, tables, rules));
    if (triggers === 'disabled') await disableTriggers(session);
    return outcomes;
  });
  const before = await readTableRows(session, namesOf(filled));
  const step = async (direction: Direction) => {
    const fresh = await run.renewMigrationSession();
    await attemptStep(direction, () => runStep({ migration, direction }, { session: fresh, config }));
  };
  await step('up');
  await step('down');
  const after = await readTableRows(await run.renewMigrationSession(), namesOf(filled));
  const lost = compareRows(before, after);
  const failsLater = lost.length > 0 ? undefined : await failsAgain(run, applied, step);
  return { filled, lost, failsLater, kept: [] };
}

/** Reapplies the up, and rolls it back with rows that were written in between. */
async function failsAgain(
  run: ScratchRun,
  applied: AppliedStep,
  step: (direction: Direction) => Promise<void>,
): Promise<string | undefined> {
  return failureOnLaterRows(applied, {
    trial: async (action) => {
      await step('up');
      return action();
    },
    fill: async (tables) => {
      const session = await run.renewMigrationSession();
      await withTransaction(session, () => refill(session, tables));
    },
    down: () => step('down'),
  });
}

function namesOf(filled: readonly FilledTable[]): readonly string[] {
  return filled.map(({ table }) => table);
}
