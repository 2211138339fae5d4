import { randomUUID } from 'node:crypto';
import type { LiveCatalog } from '../catalog/observe/live-catalog.js';
import type { CatalogChange } from '../catalog/observe/separate-changes.js';
import type { Difference } from '../catalog/model/diff.js';
import type { Rollback } from '../catalog/model/rollback-traces.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import type { Detail, HistoryEntry, NewEntry, Outcome } from '../history/history-entry.js';
import { interruptedRun, lastUps, type InterruptedRun } from '../history/last-up.js';
import { readHistoryAfter } from '../history/read-history.js';
import { readChange, recordChange } from '../history/recorded-change.js';
import { writeEntry } from '../history/write-entry.js';
import { readApplied } from '../migrations/bookkeeping.js';
import type { Migration } from '../migrations/migration.js';
import { hashSource, hashStatements, readSource } from '../migrations/migration-source.js';
import type { Step, StepResult } from '../migrations/step.js';

export interface RecordContext {
  /** Session that reads the catalog and the history and writes the history, apart from the session of the steps. */
  readonly catalogSession: Session;
  readonly config: MigrationsConfig;
  readonly catalog: LiveCatalog;
  /** Major version of the server. */
  readonly major: number;
  /** The role that logged in. */
  readonly login: string;
}

/** The data that a history row has in addition to the step's result. */
export interface Account {
  readonly attempt: string;
  readonly outcome: Outcome;
  readonly role: string;
  readonly changes: readonly Difference[] | null;
  readonly detail: Detail | null;
}

/** The history of one database during a run that adds to it. */
export class LiveRecord {
  readonly context: RecordContext;
  #entries: readonly HistoryEntry[] = [];
  #ups: ReadonlyMap<string, HistoryEntry> = new Map();
  #interrupted: ReadonlyMap<string, InterruptedRun> = new Map();
  readonly #rehearsed = new Map<string, readonly Difference[]>();

  private constructor(context: RecordContext) {
    this.context = context;
  }

  /** Opens the record of a database that has a history. */
  static async open(context: RecordContext): Promise<LiveRecord> {
    const record = new LiveRecord(context);
    await record.refresh();
    return record;
  }

  /** Reads the rows that were added since the last read. */
  async refresh(): Promise<void> {
    const { catalogSession, config } = this.context;
    const [fresh, applied] = await Promise.all([
      readHistoryAfter(catalogSession, config, this.#entries.at(-1)?.id ?? 0),
      readApplied(catalogSession, config),
    ]);
    this.#entries = [...this.#entries, ...fresh];
    this.#ups = lastUps(this.#entries, applied);
    this.#interrupted = interruptedRun(this.#entries, applied);
  }

  /** Returns the history row of the up that last applied an applied migration. */
  upOf(name: string): HistoryEntry | undefined {
    return this.#ups.get(name);
  }

  get ups(): ReadonlyMap<string, HistoryEntry> {
    return this.#ups;
  }

  interrupted(name: string): InterruptedRun | undefined {
    return this.#interrupted.get(name);
  }

  /** Returns the changes of the up that a down has to undo, where they are known. */
  recordOf(name: string): Pick<Rollback, 'up' | 'recorded'> | undefined {
    const change = this.upOf(name)?.change ?? null;
    const up = readChange(change, this.context.major);
    if (up) return { up, recorded: change?.from === 'here' ? 'here' : 'elsewhere' };
    const rehearsed = this.#rehearsed.get(name);
    return rehearsed && { up: rehearsed, recorded: 'elsewhere' };
  }

  hasRehearsed(name: string): boolean {
    return this.#rehearsed.has(name);
  }

  /** Notes the changes that ups made on a scratch database, where their downs were exact. */
  noteRehearsal(changes: ReadonlyMap<string, readonly Difference[]>): void {
    for (const [name, differences] of changes) this.#rehearsed.set(name, differences);
  }

  /** Writes a history row about a step, in whatever transaction `session` has open. */
  async write(session: Session, result: StepResult, account: Account): Promise<void> {
    const { migration, direction, milliseconds, transaction, statements } = result;
    const { attempt, outcome, role, changes, detail } = account;
    const from = 'here';
    const source = await readSource(migration).catch(() => this.upOf(migration.name)?.source ?? null);
    const entry: NewEntry = {
      attempt,
      migration: migration.name,
      direction,
      outcome,
      milliseconds,
      transaction,
      role,
      detail,
      fileHash: source && hashSource(source),
      sqlHash: statements.length > 0 ? hashStatements(statements.map(({ sql }) => sql)) : null,
      source: direction === 'up' ? source : null,
      change: changes && recordChange(changes, { major: this.context.major, from }),
    };
    await writeEntry(session, this.context.config, entry);
  }

  /** Writes a history row about a step that was recorded without running. */
  writeFaked(session: Session, result: StepResult): Promise<void> {
    return this.write(session, result, {
      attempt: randomUUID(),
      outcome: 'faked',
      role: this.context.login,
      changes: null,
      detail: null,
    });
  }

  async look(session: Session): Promise<CatalogChange> {
    return this.context.catalog.readChanges(session);
  }
}

/** The result of a step that did not run, or not completely. */
export function emptyResult({ migration, direction }: Step, milliseconds = 0): StepResult {
  return { migration, direction, statements: [], transaction: 'one', milliseconds };
}

export function namesOf(migrations: readonly Migration[]): readonly string[] {
  return migrations.map(({ name }) => name);
}
