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
import { sendSeparately, type SendSeparatelyOptions } from './send-separately.js';
import { NeedsNoTransaction, NeedsRehearsal } from './step-signals.js';

export interface SeparateOptions {
  readonly record: LiveRecord;
  /** ID of the attempt in the history. */
  readonly attempt: string;
  readonly detail: Detail;
  readonly allowance: Allowance;
  readonly resume: 'on' | 'off' | 'restart';
  /** Whether a step may run without a transaction; `refused` where several steps share one. */
  readonly leaving: 'allowed' | 'refused';
  readonly alone: SendSeparatelyOptions;
}

/** The changes of an interrupted attempt. */
export type EarlierChange =
  { readonly kind: 'known'; readonly changes: readonly Difference[] } | { readonly kind: 'unknown' };

/**
 * The statements of a step that runs without a transaction. Each takes effect on its own, so it is recorded
 * when it begins and when it has completed, and an interrupted attempt can be resumed.
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

  /** The changes of the earlier attempt that this one resumes. */
  get earlier(): EarlierChange | undefined {
    return this.#earlier;
  }

  get detail(): Detail {
    return this.#detail;
  }

  /** OIDs of indexes that were invalid before; `undefined` in a transaction, where no new ones can appear. */
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

  /** Reads from the history how far the interrupted attempt got. */
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

  /** Sends a statement so that its changes can be distinguished from concurrent changes by others. */
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

/**
 * Starting over would fail at the first completed statement, and its record would replace the one that --resume
 * needs.
 */
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
