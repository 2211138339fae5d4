import { refreshCatalog } from '../../src/catalog/observe/refresh-catalog.js';
import { diff, subject } from '../../src/catalog/model/diff.js';
import { hashSnapshot } from '../../src/catalog/model/hash.js';
import { keyOf } from '../../src/catalog/model/object.js';
import type { CatalogState } from '../../src/catalog/read/catalog-state.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import type { CatalogCase } from '../cases/case.js';
import { describe, repairTo, type RepairOutcome } from './repair-to.js';

export interface CaseOutcome {
  /** Kinds and names of the objects that differ after the change and its undo. */
  readonly found: readonly string[];
  /** Description of both sides of the differences. */
  readonly texts: string;
  /** Steps after which a refreshed state differs from a full read. */
  readonly stale: readonly string[];
  /** The repair of the traces that the change and its undo left. */
  readonly back: RepairOutcome;
  /** The repair in the opposite direction, which makes the change on a database without it. */
  readonly there: RepairOutcome;
}

type Steps = Pick<CatalogCase, 'base' | 'change' | 'undo'>;

/** The state before a change, in an open transaction after a savepoint. */
interface Base {
  readonly text: string;
  readonly before: CatalogState;
  /** The change of the previous case. */
  last?: Change;
}

interface Change {
  readonly text: string;
  readonly changed: CatalogState;
  readonly there: RepairOutcome;
}

const readIn = 'open transaction';

/**
 * Runs cases in transactions that are rolled back, so that they change neither the database nor the cluster.
 * Consecutive cases with the same base or change share the states read for it.
 */
export class CaseRunner {
  readonly #session: Session;
  #base: Base | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  async run({ base = '', change, undo }: Steps): Promise<CaseOutcome> {
    try {
      const begun = await this.#begin(base);
      const { before } = begun;
      const known = begun.last?.text === change ? begun.last : undefined;
      const stale = new Set<string>();
      const changed = await this.#step({ text: change, previous: before, whole: known?.changed, stale });
      const after =
        undo === undefined
          ? changed
          : await this.#step({ text: undo, previous: changed.refreshed, whole: undefined, stale });
      const back = await repairTo(this.#session, { now: after.whole, wanted: before });
      const there = known?.there ?? (await this.#make(begun, changed.whole));
      begun.last = { text: change, changed: changed.whole, there };
      const differences = diff(before.objects, after.whole.objects);
      const found = differences.map((difference) => keyOf(subject(difference)));
      return { found, texts: differences.map(describe).join('\n'), stale: [...stale], back, there };
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  async end(): Promise<void> {
    this.#base = undefined;
    await this.#session.query('ROLLBACK');
  }

  async #begin(text: string): Promise<Base> {
    if (this.#base?.text === text) {
      await this.#session.query('ROLLBACK TO SAVEPOINT based');
      return this.#base;
    }
    await this.#session.query('ROLLBACK; BEGIN');
    if (text !== '') await this.#session.query(text);
    const before = await readCatalog(this.#session, { readIn });
    await this.#session.query('SAVEPOINT based');
    return (this.#base = { text, before });
  }

  /** Runs a statement and refreshes the state, which must equal a full read. */
  async #step({ text, previous, whole: known, stale }: Step): Promise<Stepped> {
    await this.#session.query(text);
    const refreshed = await refreshCatalog(this.#session, previous, { readIn });
    const whole = known ?? (await readCatalog(this.#session, { readIn }));
    if (!isSame(refreshed, whole)) stale.add(text);
    return { refreshed, whole };
  }

  async #make({ before }: Base, changed: CatalogState): Promise<RepairOutcome> {
    await this.#session.query('ROLLBACK TO SAVEPOINT based');
    return repairTo(this.#session, { now: before, wanted: changed });
  }
}

interface Step {
  readonly text: string;
  /** The state before the statement. */
  readonly previous: CatalogState;
  /** The result of a full read after it, if known. */
  readonly whole: CatalogState | undefined;
  readonly stale: Set<string>;
}

interface Stepped {
  readonly refreshed: CatalogState;
  readonly whole: CatalogState;
}

function isSame(one: CatalogState, other: CatalogState): boolean {
  return (
    hashSnapshot(one.objects) === hashSnapshot(other.objects) &&
    JSON.stringify(one.notCompared) === JSON.stringify(other.notCompared) &&
    diff(other.objects, one.objects).length === 0
  );
}
