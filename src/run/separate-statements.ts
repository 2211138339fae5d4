import { subject, type Difference } from '../catalog/model/diff.js';
import { keyOf } from '../catalog/model/object.js';
import { withoutSecrets } from '../database/without-secrets.js';
import { RefusedError } from '../errors.js';
import type { Detail } from '../history/history-entry.js';
import { readStatements, type RunStatement } from '../history/read-history.js';
import { differencesOf } from '../history/recorded-change.js';
import { writeStatement } from '../history/write-entry.js';
import { StatementScope } from '../sql-text/transactions.js';
import type { LiveHooks, LocatedStatement, Step, StepResult } from '../migrations/step.js';
import type { Allowance } from './allowance.js';
import { readInvalidIndexes, assertNoInvalidIndexes } from './invalid-indexes.js';
import { emptyResult, type LiveRecord } from './live-record.js';
import { isOfStatement } from './statement-objects.js';
import { sendSeparately, type SendSeparatelyOptions } from './send-alone.js';
import { NeedsNoTransaction, NeedsRehearsal } from './step-signals.js';

export interface SeparateOptions {
  readonly record: LiveRecord;
  /** Of the attempt, as the history has it. */
  readonly attempt: string;
  readonly detail: Detail;
  readonly allowance: Allowance;
  readonly resume: 'on' | 'off' | 'restart';
  /** Whether a step may leave the transaction: not among several in one. */
  readonly leaving: 'allowed' | 'refused';
  readonly alone: SendSeparatelyOptions;
}

/** What an attempt that was broken off had changed. */
export type EarlierChange =
  { readonly kind: 'known'; readonly changes: readonly Difference[] } | { readonly kind: 'unknown' };

/**
 * Statements of a step that asks for no transaction. Each takes effect on its own, so each is recorded
 * as it begins and when it is done, and an attempt that was broken off can be gone on with.
 */
export class SeparateStatements implements LiveHooks {
  readonly #step: Step;
  readonly #options: SeparateOptions;
  #transaction: StepResult['transaction'] = 'one';
  /** Statements that an earlier attempt completed. */
  #completedEarlier: readonly RunStatement[] = [];
  #earlier: EarlierChange | undefined;
  #detail: Detail;
  #invalidBefore: ReadonlySet<string> = new Set();
  readonly #scope = new StatementScope();

  constructor(step: Step, options: SeparateOptions) {
    this.#step = step;
    this.#options = options;
    this.#detail = options.detail;
  }

  /** `one` until the migration asks for none. */
  get transaction(): StepResult['transaction'] {
    return this.#transaction;
  }

  /** What an earlier attempt changed that this one goes on with. */
  get earlier(): EarlierChange | undefined {
    return this.#earlier;
  }

  get detail(): Detail {
    return this.#detail;
  }

  /** Numbers of indexes that were invalid before; missing in a transaction, where none can come to be. */
  get invalidBefore(): ReadonlySet<string> | undefined {
    return this.#transaction === 'none' ? this.#invalidBefore : undefined;
  }

  async leaveTransaction(): Promise<void> {
    const { record, leaving, attempt } = this.#options;
    if (leaving === 'refused') throw new NeedsNoTransaction();
    await this.#takeUp();
    if (this.#isUnproven()) throw new NeedsRehearsal();
    this.#transaction = 'none';
    const { catalogSession, catalog, login } = record.context;
    await catalog.hold();
    this.#invalidBefore = new Set((await readInvalidIndexes(catalogSession)).map(({ oid }) => oid));
    const begun: StepResult = { ...emptyResult(this.#step), transaction: 'none' };
    const detail = Object.keys(this.#detail).length > 0 ? this.#detail : null;
    await record.write(catalogSession, begun, {
      attempt,
      outcome: 'running',
      role: login,
      changes: null,
      detail,
    });
  }

  #isUnproven(): boolean {
    const { record, allowance } = this.#options;
    const { migration, direction } = this.#step;
    return (
      direction === 'down' &&
      allowance.traces !== 'accepted' &&
      !this.#earlier &&
      !record.hasRehearsed(migration.name)
    );
  }

  /** Learns where the attempt that was broken off ended. */
  async #takeUp(): Promise<void> {
    const { record, resume } = this.#options;
    const { migration, direction } = this.#step;
    const broken = resume === 'restart' ? undefined : record.interrupted(migration.name);
    if (broken?.entry.direction !== direction) return;
    const { attempt, change } = broken.entry;
    const statements = await readStatements(record.context.catalogSession, attempt);
    const completed = statements.filter(({ state }) => state === 'completed');
    if (resume === 'off') {
      if (completed.length > 0) throw interruptedError(this.#step, completed.length);
      return;
    }
    this.#completedEarlier = completed;
    this.#earlier = change ? { kind: 'known', changes: differencesOf(change) } : { kind: 'unknown' };
    this.#detail = { ...this.#detail, resumes: attempt };
  }

  async place(statement: LocatedStatement, send: () => Promise<void>): Promise<'ran' | 'skipped'> {
    const { sql, number } = statement;
    const earlier = this.#completedEarlier.find((one) => one.number === number);
    if (earlier && earlier.sql !== withoutSecrets(sql)) throw editedSince(this.#step, number);
    if (!earlier) {
      await this.#note(statement, 'started');
      await sendSeparately(statement, () => this.#sendWatched(sql, send), this.#options.alone);
      await this.#assertNoInvalidIndexes([sql]);
    }
    await this.#note(statement, 'completed');
    return earlier ? 'skipped' : 'ran';
  }

  /** So that what it does can be told from what others do meanwhile. */
  async #sendWatched(sql: string, send: () => Promise<void>): Promise<void> {
    const { record, alone } = this.#options;
    const { catalog, login } = record.context;
    if (this.#scope.canHaveTransaction(sql))
      return catalog.holdTransaction({ migrationSession: alone.session, login }, send);
    const up = record.recordOf(this.#step.migration.name)?.up ?? [];
    const expected = new Set(up.map((change) => keyOf(subject(change))));
    return catalog.holdStatement(send, isOfStatement(sql, expected));
  }

  #note({ sql, number }: LocatedStatement, state: 'started' | 'completed'): Promise<void> {
    const { record, attempt } = this.#options;
    return writeStatement(record.context.catalogSession, { attempt, number, state, sql });
  }

  #assertNoInvalidIndexes(statements: readonly string[]): Promise<void> {
    const { catalogSession } = this.#options.record.context;
    return assertNoInvalidIndexes(catalogSession, this.#step, { before: this.#invalidBefore, statements });
  }
}

/** Another attempt from the first statement on would fail at it, and its record would replace the one that --resume needs. */
function interruptedError({ migration, direction }: Step, completed: number): RefusedError {
  const which = completed === 1 ? 'one of its statements has' : `${completed} of its statements have`;
  return new RefusedError(`the ${direction} of ${migration.name} was interrupted: ${which} taken effect`, {
    remedy: `Continue after them with ${direction} --resume. If you have undone them by hand, run all statements with ${direction} --restart.`,
  });
}

function editedSince({ migration, direction }: Step, number: number): RefusedError {
  return new RefusedError(
    `statement ${number + 1} of the ${direction} of ${migration.name} differs from the statement that ran: the file was changed`,
    {
      remedy: 'Restore the statements that have taken effect; only later statements may be changed.',
    },
  );
}
