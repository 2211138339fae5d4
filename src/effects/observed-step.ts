import { performance } from 'node:perf_hooks';
import type { Database, QueryResult, Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import type { LockMode } from '../database/lock-modes.js';
import type { SendText, SentStatement } from '../migrations/step.js';
import { tablesNamedIn } from '../sql-text/tables-named.js';
import { StatementScope } from '../sql-text/transactions.js';
import type { RelationLock, StatementEffects } from './effects.js';
import { newlyTaken, readLocks, type Locks } from './held-locks.js';
import { runParked, type LockableTable } from './parking.js';
import { readFacts, type FactsByOid, type RelationFacts } from './relation-facts.js';
import { mayReleaseLocks, partsOf, truncates } from './sent-statements.js';

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
const mostParked = 100;

type Sent = Omit<SentStatement, 'values'>;

/** Sends the statements of one step one by one, and records the effects of each. */
export class ObservedStepStatements {
  readonly statements: StatementEffects[] = [];
  readonly #sessions: StepSessions;
  readonly #existing: FactsByOid;
  readonly #scope = new StatementScope();
  /** The last known facts of each relation. */
  readonly #known: Map<string, RelationFacts>;
  #held: Locks = new Map();
  /** Position of the write-ahead log after the last statement. */
  #wal: number | undefined;
  #texts = 0;

  constructor(sessions: StepSessions, existing: FactsByOid) {
    this.#sessions = sessions;
    this.#existing = existing;
    this.#known = new Map(existing);
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
    if (!this.#scope.canHaveTransaction(sent.sql)) return this.#alone(sent, text, send);
    this.#startTransaction();
    if (this.#sessions.transactions === 'opened') return observe();
    return withTransaction(this.#sessions.running, observe);
  }

  /** Locks and counters of a transaction end with it. */
  #startTransaction(): void {
    this.#held = new Map();
    for (const [oid, facts] of this.#known)
      this.#known.set(oid, { ...facts, scans: 0, inserted: 0, updated: 0, deleted: 0 });
  }

  async #inTransaction<T>(sent: Sent, text: number, send: () => Promise<T>): Promise<T> {
    const { observing, running } = this.#sessions;
    const wal = await this.#walBefore();
    const started = performance.now();
    const { result, taken } = mayReleaseLocks(sent.sql)
      ? await this.#parked(sent, send)
      : { result: await send(), taken: new Map() as Locks };
    const milliseconds = performance.now() - started;
    const now = await readLocks(observing, running.pid);
    const locks = newlyTaken(this.#held, merged(taken, now.granted));
    [this.#held, this.#wal] = [now.granted, now.wal];
    const facts = await readFacts(running, this.#amongExisting(now.granted));
    this.#record(sent, { text, milliseconds, locks, walBytes: now.wal - wal }, facts);
    return result;
  }

  async #walBefore(): Promise<number> {
    const { observing, running } = this.#sessions;
    return this.#wal ?? (await readLocks(observing, running.pid)).wal;
  }

  #amongExisting(locks: Locks): readonly string[] {
    return [...locks.keys()].filter((oid) => this.#existing.has(oid));
  }

  #parked<T>({ sql }: Sent, send: () => Promise<T>) {
    const { database, observing, running } = this.#sessions;
    const tables = this.#lockable(sql);
    return runParked({ database, observing, pid: running.pid, tables, held: this.#held }, send);
  }

  #lockable(sql: string): readonly LockableTable[] {
    const tables = [...this.#existing.values()].filter(
      ({ kind }) => kind.endsWith('table') && kind !== 'foreign table',
    );
    if (tables.length <= mostParked) return tables;
    const named = new Set(
      tablesNamedIn(
        [sql],
        tables.map(({ name }) => name),
      ),
    );
    return tables.filter(({ name }) => named.has(name)).slice(0, mostParked);
  }

  /** Observes a statement that cannot run in a transaction block: its locks are gone when it has ended. */
  async #alone<T>(sent: Sent, text: number, send: () => Promise<T>): Promise<T> {
    this.#startTransaction();
    const { observing, running } = this.#sessions;
    const wal = await this.#walBefore();
    const started = performance.now();
    const { result, taken } = await this.#parked(sent, send);
    const milliseconds = performance.now() - started;
    const now = await readLocks(observing, running.pid);
    this.#wal = now.wal;
    const facts = [...(await readFacts(observing, this.#amongExisting(taken))).values()];
    const locks = newlyTaken(new Map(), taken);
    this.#record(
      sent,
      { text, milliseconds, locks, walBytes: now.wal - wal },
      new Map(facts.map((one) => [one.oid, this.#asCounted(one)])),
    );
    this.#startTransaction();
    return result;
  }

  /** Counts a scan where a statement that was not counted has built an index or written a new file. */
  #asCounted(facts: RelationFacts): RelationFacts {
    const before = this.#known.get(facts.oid) ?? facts;
    const isRead =
      facts.filenode !== before.filenode ||
      Object.keys(facts.indexes).some((key) => !(key in before.indexes));
    return { ...facts, scans: isRead ? 1 : 0, inserted: 0, updated: 0, deleted: 0 };
  }

  #record({ sql, transaction, line }: Sent, measured: Measured, now: FactsByOid): void {
    const { text, milliseconds, locks, walBytes } = measured;
    const changes = [...now.values()].map((facts) => this.#changesOf(facts, sql));
    for (const [oid, facts] of now) this.#known.set(oid, facts);
    this.statements.push({
      index: this.statements.length,
      text,
      line: line(),
      sql,
      milliseconds,
      locks: this.#locks(locks),
      rewrites: changes.flatMap(({ rewritten }) => rewritten).sort(),
      scans: changes.flatMap(({ scanned }) => scanned).sort(),
      indexes: changes.flatMap(({ indexes }) => indexes).sort(),
      validated: changes.flatMap(({ validated }) => validated).sort(),
      rows: changes.flatMap(({ rows }) => rows),
      walBytes,
      transaction,
    });
  }

  #changesOf(after: RelationFacts, sql: string) {
    const before = this.#known.get(after.oid) ?? after;
    return changesOf(this.#existing.get(after.oid)?.name ?? after.name, { before, after, sql });
  }

  #locks(taken: ReadonlyMap<string, LockMode>): readonly RelationLock[] {
    return [...taken]
      .flatMap(([oid, mode]): readonly RelationLock[] => {
        const relation = this.#existing.get(oid);
        return relation ? [{ oid, relation: relation.name, kind: relation.kind, mode }] : [];
      })
      .sort((a, b) => (a.relation < b.relation ? -1 : 1));
  }
}

interface Measured {
  readonly text: number;
  readonly milliseconds: number;
  readonly locks: ReadonlyMap<string, LockMode>;
  readonly walBytes: number;
}

function changesOf(
  name: string,
  {
    before,
    after,
    sql,
  }: { readonly before: RelationFacts; readonly after: RelationFacts; readonly sql: string },
) {
  const isMoved = after.filenode !== before.filenode;
  const isTruncated = isMoved && truncates(sql);
  const isRewritten = isMoved && !isTruncated;
  const isScanned = after.scans > before.scans && !isTruncated;
  const rows = {
    relation: name,
    inserted: after.inserted - before.inserted,
    updated: after.updated - before.updated,
    deleted: after.deleted - before.deleted,
  };
  return {
    rewritten: isRewritten ? [name] : [],
    scanned: isScanned ? [name] : [],
    indexes: isTruncated ? [] : onlyIn(after.indexes, before.indexes).map((index) => `${index} on ${name}`),
    validated: isScanned
      ? onlyIn(after.validated, before.validated).map((constraint) => `${constraint} on ${name}`)
      : [],
    rows: rows.inserted + rows.updated + rows.deleted > 0 ? [rows] : [],
  };
}

/** Names of entries whose key is new. */
function onlyIn(
  after: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(after).flatMap(([key, name]) => (key in before ? [] : [name]));
}

function merged(one: Locks, other: Locks): Locks {
  const all = new Map(one);
  for (const [oid, modes] of other) all.set(oid, new Set([...(all.get(oid) ?? []), ...modes]));
  return all;
}
