import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';
import { readEntries } from '../keep/entries.js';
import { assertCanKeep } from '../keep/kept-schema.js';
import { oppositeOf, type KeptEntry } from '../keep/kept-entry.js';
import { readStoredData } from '../catalog/data/stored-data.js';
import { migrationsTable } from '../config/migrations-table.js';
import { restoreEntries } from '../keep/restore-entries.js';
import type { RestoredEntry } from '../keep/restored-kept.js';
import { drySql } from '../migrations/dry-sql.js';
import type { Step } from '../migrations/step.js';
import { loadSqlParser } from '../sql-text/parser.js';
import { leavesRowsAlone } from '../sql-text/row-changes.js';
import type { KeepSetting } from './keep-setting.js';
import { DestroysUnkept, StepKeeping, type KeepingRun, type LossesByStep } from './step-keeping.js';

export interface KeepingContext {
  readonly setting: KeepSetting;
  readonly config: MigrationsConfig;
  /** Session that reads what is kept, apart from the session of the steps. */
  readonly catalogSession: Session;
  readonly login: string;
  readonly signal: AbortSignal;
}

/** What a run keeps and restores. */
export class RunKeeping implements KeepingRun {
  readonly #context: KeepingContext;
  #entries: readonly KeptEntry[] = [];
  readonly #alone = new Set<string>();

  private constructor(context: KeepingContext) {
    this.#context = context;
  }

  /** @throws DatabaseError when the role lacks privileges to keep data */
  static async open(context: KeepingContext): Promise<RunKeeping> {
    const run = new RunKeeping(context);
    if (context.setting.mode === 'keep') await assertCanKeep(context.catalogSession);
    await run.refresh();
    return run;
  }

  async refresh(): Promise<void> {
    this.#entries = await readEntries(this.#context.catalogSession, this.#context.config);
  }

  get setting(): KeepSetting {
    return this.#context.setting;
  }

  get config(): MigrationsConfig {
    return this.#context.config;
  }

  get login(): string {
    return this.#context.login;
  }

  get signal(): AbortSignal {
    return this.#context.signal;
  }

  get entries(): readonly KeptEntry[] {
    return this.#entries;
  }

  /** Entries that a step would restore. */
  entriesFor({ migration, direction }: Step): readonly KeptEntry[] {
    return this.#entries.filter(
      (entry) => entry.migration === migration.name && entry.direction === oppositeOf(direction),
    );
  }

  /** Whether a transaction of these steps has to keep or restore anything. */
  concerns(steps: readonly Step[]): boolean {
    const { mode } = this.setting;
    if (mode === 'off') return false;
    return mode === 'keep' || steps.some((step) => this.entriesFor(step).length > 0);
  }

  /** Whether a step may run without a transaction: nothing that it does can destroy data. */
  mayLeaveTransaction({ migration, direction }: Step): boolean {
    return this.setting.mode !== 'keep' || this.#alone.has(`${direction} ${migration.name}`);
  }

  /**
   * Checks all steps before any of them runs.
   * @throws RefusedError where one runs without a transaction and may destroy data
   */
  async check(session: Session, steps: readonly Step[]): Promise<void> {
    if (this.setting.mode !== 'keep') return;
    await loadSqlParser();
    for (const step of steps) {
      // A migration that cannot be rendered without running it is checked when it runs.
      const dry = await drySql(session, step, this.config).catch(() => undefined);
      if (dry?.transaction !== 'none') continue;
      if (!dry.statements.every(leavesRowsAlone)) throw unkeepable(step);
      this.#alone.add(`${step.direction} ${step.migration.name}`);
    }
  }

  /** Restores tables and columns in the open transaction, after their step has been committed. */
  async restoreAfter(session: Session, step: Step): Promise<readonly RestoredEntry[]> {
    const bookkeeping = migrationsTable(this.config);
    const relations = await readStoredData(session, { readIn: 'open transaction', bookkeeping });
    const entries = this.entriesFor(step).filter(({ tables }) => tables.every(({ left }) => left === null));
    // Others may have written rows since, so that all tables count as theirs.
    const before = { relations, judged: [] };
    return restoreEntries({ session, signal: this.signal }, { entries, before, relations });
  }

  /**
   * Runs a transaction of steps. If it destroys data, it is rolled back and started again, and then keeps that data
   * first; and again if others have changed rows or tables meanwhile so that it would destroy more.
   */
  async run<T>(attempt: (begin: () => StepKeeping) => Promise<T>): Promise<T> {
    let losses: LossesByStep = new Map();
    for (let number = 1; ; number += 1) {
      const planned = losses;
      try {
        return await attempt(() => new StepKeeping(this, planned));
      } catch (error) {
        if (!(error instanceof DestroysUnkept)) throw error;
        if (number > attempts) throw changing(error.losses);
        losses = error.losses;
      }
    }
  }
}

/** Maximum number of attempts when each finds more data to destroy than the one before. */
const attempts = 4;

function changing(losses: LossesByStep): RefusedError {
  const names = [...losses.values()].flat().map(({ relation: { schema, name } }) => `${schema}.${name}`);
  return new RefusedError(
    `concurrent changes keep altering what this step would destroy: ${[...new Set(names)].join(', ')}`,
    {
      remedy: 'Nothing was changed. Try again later, when other sessions no longer change these tables.',
    },
  );
}

export function unkeepable({ migration, direction }: Step): RefusedError {
  return new RefusedError(
    `the ${direction} of ${migration.name} runs without a transaction, so what it destroys cannot be kept`,
    {
      remedy:
        'Nothing of it was run. Rows that others write while it runs would be lost. Make a backup of the database by ' +
        'other means, and run the command without --keep (--no-keep if roundtrip.json sets it).',
    },
  );
}
