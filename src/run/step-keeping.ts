import { beyond, findDestroyed, mergeDestroyed, type Destroyed } from '../catalog/data/destroyed-data.js';
import { readStoredData, type StoredRelation } from '../catalog/data/stored-data.js';
import type { MigrationsConfig } from '../config/config.js';
import { migrationsTable } from '../config/migrations-table.js';
import { asLogin } from '../database/as-login.js';
import type { Session } from '../database/session.js';
import type { Detail } from '../history/history-entry.js';
import { assertKeepable } from '../keep/assert-keepable.js';
import type { BeforeInverse } from '../keep/before-inverse.js';
import { keepLosses, recordKept, withoutShells, type KeptBefore } from '../keep/keep-losses.js';
import { bytesOf, oppositeOf, rowsOf, type KeptEntry } from '../keep/kept-entry.js';
import { judgeEntries, restoreEntries } from '../keep/restore-entries.js';
import type { RestoredEntry } from '../keep/restored-kept.js';
import { StepStopped, type Step, type StepResult } from '../migrations/step.js';
import type { KeepSetting } from './keep-setting.js';

/** What a step kept and restored, reported after its transaction has been committed. */
export interface KeptByStep {
  readonly step: Step;
  readonly kept: Omit<KeptEntry, 'keptAt'> | undefined;
  readonly restored: readonly RestoredEntry[];
}

/** What the attempts of a run have in common. */
export interface KeepingRun {
  readonly setting: KeepSetting;
  readonly config: MigrationsConfig;
  readonly login: string;
  readonly signal: AbortSignal;
  /** What earlier steps have kept, latest first. */
  readonly entries: readonly KeptEntry[];
}

/** Losses by the index of the step in its transaction. */
export type LossesByStep = ReadonlyMap<number, readonly Destroyed[]>;

/** The transaction would destroy data that was not kept: it has to be rolled back and to start again. */
export class DestroysUnkept extends StepStopped {
  readonly losses: LossesByStep;

  constructor(losses: LossesByStep) {
    super('the step destroys data that was not kept');
    this.losses = losses;
  }
}

/** One attempt at a transaction of steps, which keeps what they destroy and restores what their inverses kept. */
export class StepKeeping {
  readonly #run: KeepingRun;
  readonly #planned: LossesByStep;
  readonly #done: KeptByStep[] = [];
  readonly #unkept = new Map<number, readonly Destroyed[]>();
  #current: Current = none;

  constructor(run: KeepingRun, planned: LossesByStep) {
    this.#run = run;
    this.#planned = planned;
  }

  get done(): readonly KeptByStep[] {
    return this.#done;
  }

  /** Keeps the data that an earlier attempt destroyed, and reads what the step is compared with. */
  async beforeStep(session: Session, step: Step): Promise<void> {
    const { mode, limit } = this.#run.setting;
    const entries = this.#entriesFor(step);
    this.#current = none;
    if (mode !== 'keep' && entries.length === 0) return;
    const losses = this.#planned.get(this.#done.length) ?? [];
    const kept = losses.length > 0 ? await keepLosses(session, { losses, limit }) : undefined;
    const read = await this.#read(session);
    const relations = kept ? withoutShells(read, kept) : read;
    const before = await judgeEntries(session, entries, relations);
    this.#current = { kind: 'compared', entries, losses, kept, before };
  }

  /** Runs after the statements of the step, before it is judged: the state that is judged is the final one. */
  afterStep(session: Session, result: StepResult): Promise<Detail> {
    return asLogin(session, this.#run.login, async () => {
      const done = await this.#conclude(session, result);
      this.#done.push(done);
      return detailOf(done);
    });
  }

  /** @throws DestroysUnkept where the transaction must not be committed */
  endOfSteps(): void {
    if (this.#unkept.size === 0) return;
    const merged = [...this.#unkept].map(
      ([index, losses]) => [index, mergeDestroyed(this.#planned.get(index) ?? [], losses)] as const,
    );
    throw new DestroysUnkept(new Map([...this.#planned, ...merged]));
  }

  async #conclude(session: Session, result: StepResult): Promise<KeptByStep> {
    const current = this.#current;
    const step = { migration: result.migration, direction: result.direction };
    if (current.kind === 'none' || result.transaction === 'none')
      return { step, kept: undefined, restored: [] };
    const relations = await this.#read(session);
    if (this.#run.setting.mode === 'keep') await this.#findUnkept(session, result, { current, relations });
    if (this.#unkept.size > 0) return { step, kept: undefined, restored: [] };
    const { config, signal } = this.#run;
    const { kept: before, entries } = current;
    const kept = before && (await recordKept(session, before, { step, config, after: relations }));
    const restored =
      entries.length === 0
        ? []
        : await restoreEntries({ session, signal }, { entries, before: current.before, relations });
    return { step, kept, restored };
  }

  async #findUnkept(
    session: Session,
    result: StepResult,
    { current, relations }: { readonly current: Compared; readonly relations: readonly StoredRelation[] },
  ): Promise<void> {
    const statements = result.statements.map(({ sql }) => sql);
    const found = findDestroyed(current.before.relations, relations, statements);
    await assertKeepable(session, { losses: found, statements, step: result });
    const more = beyond(found, current.losses);
    if (more.length > 0) this.#unkept.set(this.#done.length, more);
  }

  /** Latest first; a transaction of several steps can restore what it kept itself. */
  #entriesFor(step: Step): readonly KeptEntry[] {
    const inverse = oppositeOf(step.direction);
    const own = this.#done.flatMap(({ kept }) => (kept ? [{ ...kept, keptAt: '' }] : []));
    return [...own.toReversed(), ...this.#run.entries].filter(
      ({ migration, direction }) => migration === step.migration.name && direction === inverse,
    );
  }

  #read(session: Session): Promise<readonly StoredRelation[]> {
    const bookkeeping = migrationsTable(this.#run.config);
    return readStoredData(session, { readIn: 'open transaction', bookkeeping });
  }
}

interface Compared {
  readonly kind: 'compared';
  readonly entries: readonly KeptEntry[];
  readonly losses: readonly Destroyed[];
  readonly kept: KeptBefore | undefined;
  readonly before: BeforeInverse;
}

/** The step in progress; `none` where it neither keeps nor restores anything. */
type Current = Compared | { readonly kind: 'none' };

const none: Current = { kind: 'none' };

function detailOf({ kept, restored }: KeptByStep): Detail {
  return {
    ...(kept
      ? {
          kept: { id: kept.id, tables: kept.tables.length, rows: rowsOf(kept) ?? null, bytes: bytesOf(kept) },
        }
      : {}),
    ...(restored.length > 0 ? { restored: restored.map(restoredDetail) } : {}),
  };
}

function restoredDetail({ id, tables }: RestoredEntry): NonNullable<Detail['restored']>[number] {
  const sum = (numberOf: (table: RestoredEntry['tables'][number]) => number) =>
    tables.reduce((total, table) => total + numberOf(table), 0);
  return {
    id,
    rows: sum(({ inserted, updated, unchanged }) => inserted + updated + unchanged),
    newer: sum(({ newer }) => newer),
    left: sum(({ left }) => left),
  };
}
