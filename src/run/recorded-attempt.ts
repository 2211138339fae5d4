import { randomUUID } from 'node:crypto';
import { asLogin } from '../database/as-login.js';
import type { Session } from '../database/session.js';
import type { Detail, Outcome } from '../history/history-entry.js';
import { readStatements, type RunStatement } from '../history/read-history.js';
import { differencesOf } from '../history/recorded-change.js';
import { writeStatement } from '../history/write-entry.js';
import { RefusedError } from '../errors.js';
import { composeChanges, stateBelow } from '../catalog/compose-changes.js';
import type { CatalogChange } from '../catalog/live-catalog.js';
import type { Difference } from '../catalog/diff.js';
import {
  StepStopped,
  type LiveHooks,
  type PlacedStatement,
  type Step,
  type StepResult,
} from '../migrations/run-step.js';
import { StatementError } from '../migrations/statement-error.js';
import { concerned, invalidIndexError, readInvalidIndexes, type InvalidIndex } from './invalid-indexes.js';
import { emptyResult, type LiveRecord } from './live-record.js';
import { InexactRollback, judgeRollback, type RollbackFinding } from './rollback-finding.js';
import type { RunObserver } from './run-options.js';

/** The step runs without a transaction and cannot be taken back: it is to be rehearsed first. */
export class NeedsRehearsal extends StepStopped {}

/** Several steps were to be one transaction, and one of them asks for none. */
export class NeedsNoTransaction extends StepStopped {}

export interface AttemptOptions {
  readonly record: LiveRecord;
  readonly observer: RunObserver;
  readonly traces: 'refused' | 'accepted';
  readonly resume: 'on' | 'off';
  /** Whether a step may leave the transaction: not among several in one. */
  readonly leaving: 'allowed' | 'refused';
  /** Migrations of which the down alone was edited since the up. */
  readonly downEdited: ReadonlySet<string>;
}

/** One attempt at one step, recorded: what it changed, whether a down was exact, what took effect. */
export class RecordedAttempt {
  readonly #id = randomUUID();
  readonly #step: Step;
  readonly #options: AttemptOptions;
  #transaction: StepResult['transaction'] = 'one';
  /** Statements that an earlier attempt completed, and what it had changed. */
  #earlier: readonly RunStatement[] = [];
  #earlierChanges: readonly Difference[] | 'none' | 'unknown' = 'none';
  #detail: Detail = {};
  #invalidBefore: ReadonlySet<string> = new Set();
  #exactLate: RollbackFinding | undefined;

  constructor(step: Step, options: AttemptOptions) {
    this.#step = step;
    this.#options = options;
    if (step.direction === 'down' && options.downEdited.has(step.migration.name))
      this.#detail = { edited: 'down' };
  }

  /** Before the step commits: judges it, and writes its row into the same transaction. */
  async beforeCommit(session: Session, result: StepResult): Promise<void> {
    const { record } = this.#options;
    await asLogin(session, record.means.login, async (role) => {
      const change = await record.look(session);
      await this.#refuseInvalidIndexes(
        session,
        result.statements.map(({ sql }) => sql),
      );
      const outcome = this.#judge(change);
      const changes = this.#allChanges(change.changes);
      await record.write(session, result, {
        attempt: this.#id,
        outcome,
        role,
        changes,
        detail: this.#told(),
      });
    });
  }

  /** A rollback without a transaction that turned out not to be exact. */
  get leftTraces(): RollbackFinding | undefined {
    return this.#exactLate;
  }

  #told(): Detail | null {
    return Object.keys(this.#detail).length > 0 ? this.#detail : null;
  }

  #allChanges(changes: readonly Difference[]): readonly Difference[] | null {
    if (this.#earlierChanges === 'unknown') return null;
    return this.#earlierChanges === 'none' ? changes : composeChanges(this.#earlierChanges, changes);
  }

  #judge(change: CatalogChange): Outcome {
    const { record, observer, traces } = this.#options;
    const { migration, direction } = this.#step;
    const known = record.recordOf(migration.name);
    if (direction === 'up' || this.#earlierChanges === 'unknown') return 'done';
    if (!known) return 'accepted-traces';
    const whole = {
      ...change,
      before: Array.isArray(this.#earlierChanges)
        ? stateBelow(change.before, this.#earlierChanges)
        : change.before,
      changes: this.#allChanges(change.changes) ?? [],
    };
    const { kind, finding } = judgeRollback({ migration, on: 'database', record: known, change: whole });
    if (kind === 'exact') return 'done';
    if (kind === 'reordered') {
      observer.noted?.({ kind: 'reordered', finding });
      return 'done';
    }
    this.#detail = { ...this.#detail, traces: tracesOf(finding) };
    if (traces === 'refused' && this.#transaction === 'one') throw new InexactRollback(finding);
    if (traces === 'refused') this.#exactLate = finding;
    observer.noted?.({ kind: 'left-traces', finding, why: traces === 'accepted' ? 'accepted' : 'too-late' });
    return traces === 'accepted' ? 'accepted-traces' : 'left-traces';
  }

  async #refuseInvalidIndexes(session: Session, statements: readonly string[]): Promise<void> {
    const invalid = await readInvalidIndexes(session);
    // Within a transaction none can come to be; one that was there can be taken for the one that is wanted.
    const before = this.#transaction === 'one' ? new Set(invalid.map(({ oid }) => oid)) : this.#invalidBefore;
    const indexes = concerned(invalid, { before, statements });
    const { migration, direction } = this.#step;
    if (indexes.length > 0) throw invalidIndexError(migration, { direction, indexes });
  }

  /** What is done around statements that take effect one by one. */
  get live(): LiveHooks {
    return {
      leaveTransaction: () => this.#leave(),
      begins: (statement) => this.#begins(statement),
      completed: (statement) => this.#completed(statement),
    };
  }

  async #leave(): Promise<void> {
    const { record, leaving, traces } = this.#options;
    const { migration, direction } = this.#step;
    if (leaving === 'refused') throw new NeedsNoTransaction();
    const isResumed = await this.#takeUp();
    if (direction === 'down' && traces === 'refused' && !isResumed && !record.hasRehearsed(migration.name))
      throw new NeedsRehearsal();
    this.#transaction = 'none';
    const { watcher, catalog, login } = record.means;
    await catalog.hold();
    this.#invalidBefore = new Set((await readInvalidIndexes(watcher)).map(({ oid }) => oid));
    const begun: StepResult = { ...emptyResult(this.#step), transaction: 'none' };
    await record.write(watcher, begun, {
      ...{ attempt: this.#id, outcome: 'running', role: login, changes: null, detail: this.#told() },
    });
  }

  /** Learns where the attempt that was broken off ended. */
  async #takeUp(): Promise<boolean> {
    const { record, resume } = this.#options;
    const { migration, direction } = this.#step;
    const broken = resume === 'on' ? record.brokenOff(migration.name) : undefined;
    if (broken?.entry.direction !== direction) return false;
    const { attempt, change } = broken.entry;
    this.#earlier = (await readStatements(record.means.watcher, attempt)).filter(
      ({ state }) => state === 'completed',
    );
    this.#earlierChanges = change ? differencesOf(change) : 'unknown';
    this.#detail = { ...this.#detail, resumes: attempt };
    return true;
  }

  async #begins({ sql, number }: PlacedStatement): Promise<'run' | 'skip'> {
    const { watcher } = this.#options.record.means;
    const earlier = this.#earlier.find((one) => one.number === number);
    if (!earlier) {
      await writeStatement(watcher, { attempt: this.#id, number, state: 'started', sql });
      return 'run';
    }
    if (earlier.sql !== sql) throw editedSince(this.#step, number);
    await writeStatement(watcher, { attempt: this.#id, number, state: 'completed', sql });
    return 'skip';
  }

  async #completed({ sql, number }: PlacedStatement): Promise<void> {
    const { watcher } = this.#options.record.means;
    await this.#refuseInvalidIndexes(watcher, [sql]);
    await writeStatement(watcher, { attempt: this.#id, number, state: 'completed', sql });
  }

  /**
   * Records that the attempt failed, as far as that is possible: the connection may be what failed.
   * @returns invalid indexes that a step without a transaction left
   */
  async failed(error: unknown, milliseconds: number): Promise<readonly InvalidIndex[]> {
    if (error instanceof StepStopped) return [];
    const { record } = this.#options;
    const { watcher, catalog, login } = record.means;
    try {
      const change = this.#transaction === 'none' ? await catalog.changedSinceHold() : undefined;
      const changes = change ? this.#allChanges(change.changes) : null;
      const failed = { ...emptyResult(this.#step, milliseconds), transaction: this.#transaction };
      const detail = { ...this.#detail, error: errorOf(error) };
      await record.write(watcher, failed, {
        attempt: this.#id,
        outcome: 'failed',
        role: login,
        changes,
        detail,
      });
      if (this.#transaction === 'one') return [];
      return concerned(await readInvalidIndexes(watcher), { before: this.#invalidBefore, statements: [] });
    } catch {
      return [];
    }
  }
}

/** The message alone: what the server adds (`DETAIL`) can hold values of rows. */
function errorOf(error: unknown): { readonly message: string; readonly sqlState: string | null } {
  if (error instanceof StatementError) return { message: error.reason, sqlState: error.sqlState ?? null };
  return { message: error instanceof Error ? error.message : String(error), sqlState: null };
}

function tracesOf({ traces, changedSince }: RollbackFinding): NonNullable<Detail['traces']> {
  return [
    ...traces.map(({ kind, name, change }) => ({ object: `${kind} ${name}`, change })),
    ...changedSince.map(({ kind, name }) => ({ object: `${kind} ${name}`, change: 'changed since' })),
  ];
}

function editedSince({ migration, direction }: Step, number: number): RefusedError {
  return new RefusedError(
    `statement ${number + 1} of the ${direction} of ${migration.name} is not the one that has run: the file was changed`,
    {
      remedy:
        'Bring back the statements that have taken effect as they were; those behind them may be changed.',
    },
  );
}
