import { randomUUID } from 'node:crypto';
import { asLogin } from '../database/as-login.js';
import type { Session } from '../database/session.js';
import { CommitInDoubt } from '../database/transaction.js';
import { subject, type Difference } from '../catalog/model/diff.js';
import { keyOf } from '../catalog/model/object.js';
import { StepStopped, type LiveHooks, type Step, type StepResult } from '../migrations/step.js';
import { StatementError } from '../migrations/statement-error.js';
import type { Allowance } from './allowance.js';
import { failureDetail, joinDetails } from './history-detail.js';
import {
  concerned,
  readInvalidIndexes,
  assertNoInvalidIndexes,
  type InvalidIndex,
} from './invalid-indexes.js';
import { judgeStep, noteOf, wholeChanges, type RollbackRemark } from './judge-step.js';
import { emptyResult, type LiveRecord } from './live-record.js';
import type { Detail } from '../history/history-entry.js';
import type { SavingHooks } from './save-data.js';
import type { RunObserver } from './run-options.js';
import type { SendSeparatelyOptions } from './send-separately.js';
import { SeparateStatements } from './separate-statements.js';

export interface AttemptOptions {
  readonly record: LiveRecord;
  readonly observer: RunObserver;
  readonly allowance: Allowance;
  readonly resume: 'on' | 'off' | 'restart';
  /** Whether a step may run without a transaction; `refused` where several steps share one. */
  readonly leaving: 'allowed' | 'refused';
  readonly alone: SendSeparatelyOptions;
  /** Hooks that back up the data that the step destroys. */
  readonly saving: SavingHooks | undefined;
  /** Migrations of which only the down was edited since the up ran. */
  readonly downEdited: ReadonlySet<string>;
}

/** One attempt at one step, recorded: its changes, whether a down was exact, and its outcome. */
export class RecordedAttempt {
  readonly #id = randomUUID();
  readonly #step: Step;
  readonly #options: AttemptOptions;
  readonly #separate: SeparateStatements;
  #remarks: readonly RollbackRemark[] = [];

  constructor(step: Step, options: AttemptOptions) {
    const { record, allowance, resume, leaving, alone, downEdited } = options;
    const isEdited = step.direction === 'down' && downEdited.has(step.migration.name);
    this.#step = step;
    this.#options = options;
    this.#separate = new SeparateStatements(step, {
      record,
      allowance,
      resume,
      leaving,
      alone,
      attempt: this.#id,
      detail: isEdited ? { edited: 'down' } : {},
    });
  }

  /** Hooks around statements that take effect one by one. */
  get live(): LiveHooks {
    return this.#separate;
  }

  /**
   * Judges the step, and writes its history row in the same transaction.
   * @throws InexactRollback, and DatabaseError naming invalid indexes: the step must not be committed
   */
  async beforeCommit(session: Session, result: StepResult, more: Detail = {}): Promise<void> {
    const { record, allowance, saving } = this.#options;
    const backup = saving?.digest === undefined ? {} : { backup: saving.digest };
    const { transaction, earlier, detail, invalidBefore } = this.#separate;
    const statements = result.statements.map(({ sql }) => sql);
    await asLogin(session, record.context.login, async (role) => {
      await assertNoInvalidIndexes(session, this.#step, { before: invalidBefore, statements });
      const change = await record.look(session);
      this.#reportOthers();
      const judged = judgeStep({
        step: this.#step,
        transaction,
        change,
        earlier,
        record,
        allowance,
      });
      this.#remarks = judged.remarks;
      await record.write(session, result, {
        attempt: this.#id,
        role,
        outcome: judged.outcome,
        changes: judged.changes,
        detail: joinDetails(detail, judged.detail, backup, more),
      });
    });
  }

  /** Reports the remarks of the comparison after the end of the transaction, since planning repairs takes time. */
  ended(): void {
    for (const remark of this.#remarks) this.#options.observer.noted?.(noteOf(remark));
    this.#remarks = [];
  }

  #reportOthers(): void {
    const { record, observer } = this.#options;
    const names = record.context.catalog.changedByOthers.map(subject).map(keyOf);
    if (names.length > 0) observer.noted?.({ kind: 'changed-by-others', names: [...new Set(names)] });
  }

  /**
   * Records that the attempt failed, if possible: the connection itself may have failed.
   * @returns invalid indexes that a step without a transaction left, or whose name its failed statement uses
   */
  async failed(error: unknown, milliseconds: number): Promise<readonly InvalidIndex[]> {
    if (error instanceof StepStopped || error instanceof CommitInDoubt) return [];
    if (this.#separate.transaction === 'none') this.ended();
    try {
      await this.#recordFailure(error, milliseconds);
      const before = this.#separate.invalidBefore;
      if (!before) return [];
      const invalid = await readInvalidIndexes(this.#options.record.context.catalogSession);
      // An invalid index of that name makes the statement fail again when it is repeated.
      const met = error instanceof StatementError ? error.statement : undefined;
      return concerned(invalid, { before, statements: met === undefined ? [] : [met] });
    } catch {
      return [];
    }
  }

  async #recordFailure(error: unknown, milliseconds: number): Promise<void> {
    const { record } = this.#options;
    const { catalogSession, login } = record.context;
    const { transaction, detail } = this.#separate;
    const result: StepResult = { ...emptyResult(this.#step, milliseconds), transaction };
    await record.write(catalogSession, result, {
      attempt: this.#id,
      outcome: 'failed',
      role: login,
      changes: this.#tookEffect(),
      detail: joinDetails(detail, failureDetail(error)),
    });
  }

  /** Returns the changes of the statements that have taken effect one by one so far. */
  #tookEffect(): readonly Difference[] | null {
    const { transaction, earlier } = this.#separate;
    if (transaction === 'one') return null;
    const change = this.#options.record.context.catalog.changedSinceHold();
    return change ? wholeChanges(change, earlier) : null;
  }
}
