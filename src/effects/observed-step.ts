import { performance } from 'node:perf_hooks';
import type { Database, QueryResult, Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import type { LockMode } from '../database/lock-modes.js';
import type { SendText, SentStatement } from '../migrations/step.js';
import { tablesNamedIn } from '../sql-text/tables-named.js';
import { StatementScope } from '../sql-text/transactions.js';
import type { RelationLock, StatementEffects } from './effects.js';
import { newlyTaken, readLocks, type Locks } from './held-locks.js';
import { KnownRelations, type RelationEffects } from './known-relations.js';
import { recordLockRequests, type LockableTable } from './lock-requests.js';
import { readFacts, type FactsByOid } from './relation-facts.js';
import { mayReleaseLocks, partsOf } from './sent-statements.js';

export interface StepSessions {
  readonly database: Database;
  /** Runs the step. */
  readonly running: Session;
  /** Reads its locks. */
  readonly observing: Session;
  /** Whether the caller runs each statement without a transaction in one of its own, as far as that can have one. */
  readonly transactions: 'opened' | 'not opened';
}

/** With more tables than these, only those that the statement names are made to wait for. */
const mostTables = 100;

type Sent = Omit<SentStatement, 'values'>;

/** Sends the statements of one step one by one, and records the effects of each. */
export class ObservedStepStatements {
  readonly statements: StatementEffects[] = [];
  readonly #sessions: StepSessions;
  readonly #existing: FactsByOid;
  readonly #relations: KnownRelations;
  readonly #scope = new StatementScope();
  /** Locks that the open transaction holds. */
  #held: Locks = new Map();
  /** Position of the write-ahead log after the last statement. */
  #wal: number | undefined;
  #texts = 0;

  constructor(sessions: StepSessions, existing: FactsByOid) {
    this.#sessions = sessions;
    this.#existing = existing;
    this.#relations = new KnownRelations(existing);
  }

  readonly around = async (sent: SentStatement, send: SendText): Promise<QueryResult<object>> => {
    const parts = partsOf(sent);
    const text = this.#texts++;
    let result: QueryResult<object> = { rows: [], rowCount: null };
    for (const sql of parts) {
      const part = { ...sent, sql };
      result = await this.#observe(part, text, () => (parts.length === 1 ? send() : send(sql)));
    }
    return result;
  };

  #observe(sent: Sent, text: number, send: () => Promise<QueryResult<object>>): Promise<QueryResult<object>> {
    const observe = () => this.#inTransaction(sent, text, send);
    if (sent.transaction === 'one') return observe();
    this.#startTransaction();
    if (!this.#scope.canHaveTransaction(sent.sql)) return this.#alone(sent, text, send);
    if (this.#sessions.transactions === 'opened') return observe();
    return withTransaction(this.#sessions.running, observe);
  }

  /** Locks and counters of a transaction end with it. */
  #startTransaction(): void {
    this.#held = new Map();
    this.#relations.startTransaction();
  }

  async #inTransaction<T>(sent: Sent, text: number, send: () => Promise<T>): Promise<T> {
    const run = mayReleaseLocks(sent.sql) ? () => this.#recordRequests(sent, send) : withoutRequests(send);
    const { result, requested, granted, cost } = await this.#measure(run);
    const locks = newlyTaken(this.#held, merged(requested, granted));
    this.#held = granted;
    const facts = await readFacts(this.#sessions.running, this.#amongExisting(granted));
    this.#record(sent, { text, cost, locks, effects: this.#relations.update(facts, sent.sql) });
    return result;
  }

  /** Observes a statement that cannot run in a transaction block: its locks are gone when it has ended. */
  async #alone<T>(sent: Sent, text: number, send: () => Promise<T>): Promise<T> {
    const { result, requested, cost } = await this.#measure(() => this.#recordRequests(sent, send));
    const locks = newlyTaken(new Map(), requested);
    const facts = await readFacts(this.#sessions.observing, this.#amongExisting(requested));
    this.#record(sent, { text, cost, locks, effects: this.#relations.updateUncounted(facts, sent.sql) });
    return result;
  }

  /** Runs a statement, and reads its time, its bytes of the write-ahead log, and the locks after it. */
  async #measure<T>(run: () => Promise<Requested<T>>): Promise<Requested<T> & Measured> {
    const { observing, running } = this.#sessions;
    const wal = this.#wal ?? (await readLocks(observing, running.pid)).wal;
    const started = performance.now();
    const ran = await run();
    const milliseconds = performance.now() - started;
    const now = await readLocks(observing, running.pid);
    this.#wal = now.wal;
    return { ...ran, granted: now.granted, cost: { milliseconds, walBytes: now.wal - wal } };
  }

  #amongExisting(locks: Locks): readonly string[] {
    return [...locks.keys()].filter((oid) => this.#existing.has(oid));
  }

  #recordRequests<T>({ sql }: Sent, send: () => Promise<T>): Promise<Requested<T>> {
    const { database, observing, running } = this.#sessions;
    const tables = this.#lockable(sql);
    return recordLockRequests({ database, observing, pid: running.pid, tables, held: this.#held }, send);
  }

  #lockable(sql: string): readonly LockableTable[] {
    const tables = [...this.#existing.values()].filter(
      ({ kind }) => kind === 'table' || kind === 'partitioned table',
    );
    if (tables.length <= mostTables) return tables;
    const names = tables.map(({ name }) => name);
    const named = new Set(tablesNamedIn([sql], names));
    return tables.filter(({ name }) => named.has(name)).slice(0, mostTables);
  }

  #record({ sql, transaction, line }: Sent, { text, cost, locks, effects }: Recorded): void {
    const index = this.statements.length;
    const named = this.#named(locks);
    this.statements.push({ index, text, line: line(), sql, transaction, locks: named, ...cost, ...effects });
  }

  #named(locks: ReadonlyMap<string, LockMode>): readonly RelationLock[] {
    return [...locks]
      .flatMap(([oid, mode]): readonly RelationLock[] => {
        const relation = this.#existing.get(oid);
        return relation ? [{ oid, relation: relation.name, kind: relation.kind, mode }] : [];
      })
      .sort((a, b) => (a.relation < b.relation ? -1 : 1));
  }
}

interface Requested<T> {
  readonly result: T;
  /** Locks that the statement requested, also those that it has released. */
  readonly requested: Locks;
}

interface Measured {
  /** Locks that the session holds after the statement. */
  readonly granted: Locks;
  readonly cost: Pick<StatementEffects, 'milliseconds' | 'walBytes'>;
}

interface Recorded extends Pick<Measured, 'cost'> {
  readonly text: number;
  readonly locks: ReadonlyMap<string, LockMode>;
  readonly effects: RelationEffects;
}

function withoutRequests<T>(send: () => Promise<T>): () => Promise<Requested<T>> {
  return async () => ({ result: await send(), requested: new Map() });
}

function merged(one: Locks, other: Locks): Locks {
  const all = new Map(one);
  for (const [oid, modes] of other) all.set(oid, new Set([...(all.get(oid) ?? []), ...modes]));
  return all;
}
