import type { Session } from '../../database/session.js';
import { separatelyReadable } from '../kinds/lists.js';
import type { CatalogOptions, CatalogState, ReaderPart } from '../read/catalog-state.js';
import { preparing, sessionSettings, type CatalogTransaction } from '../read/catalog-transaction.js';
import { changesBetween, type Difference } from '../model/diff.js';
import { forgetRoots } from '../read/forget-roots.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { readNotCompared } from '../read/not-compared.js';
import { findDependents, knownRelations } from './dependents.js';
import { readCatalog } from '../read/read-catalog.js';
import type { RootCatalog } from '../kind/reader.js';
import { refreshCatalog } from './refresh-catalog.js';
import type { ObjectChanges } from '../read/assemble.js';
import { markDirty, readChosenRoots, type Choose } from './read-chosen-roots.js';
import { changesOf, isRemoved, type Part } from './root-part.js';
import { readCountsBefore, type Counts } from './step-counts.js';
import { readCatalogNames, StepObserver } from './step-observer.js';

/**
 * The catalog of a database that nobody else changes, kept up to date step by step. After a step it reads
 * what the step's transaction wrote, so the time depends on the step and not on the catalog. Changes that
 * cannot be tracked in this way are found by `refreshCatalog`.
 */
export class TrackedCatalog {
  readonly #session: Session;
  readonly #queries: CatalogTransaction;
  readonly #catalogs: ReadonlyMap<string, string>;
  #base: CatalogState;
  #parts: readonly Part[];
  #objects: Map<string, CatalogObject>;
  #steps = 0;
  /** Roots that were read after the fingerprint was taken. */
  #dirty = new Map<RootCatalog, Set<string>>();

  private constructor(session: Session, base: CatalogState, catalogs: ReadonlyMap<string, string>) {
    this.#session = session;
    this.#queries = preparing(session, base.major);
    this.#catalogs = catalogs;
    this.#base = base;
    this.#parts = base.parts.map((part) => new Map(part));
    this.#objects = new Map(base.objects);
  }

  /**
   * `session` must not be used for anything else; `known` is the state of a database that this one is a copy
   * of.
   */
  static async open(
    session: Session,
    options: CatalogOptions,
    known?: CatalogState,
  ): Promise<TrackedCatalog> {
    const base = known ?? (await readCatalog(session, options));
    await session.query(sessionSettings);
    return new TrackedCatalog(session, base, await readCatalogNames(session));
  }

  /** The current objects; the map changes with the next step. */
  get objects(): Snapshot {
    return this.#objects;
  }

  /** A copy of the state, from which a copy of the database can be tracked. */
  get state(): CatalogState {
    return {
      ...this.#base,
      parts: this.#parts.map((part) => new Map(part)),
      objects: new Map(this.#objects),
    };
  }

  /** Returns labels of what the database contains and no reader reads. */
  readNotCompared(): Promise<readonly string[]> {
    return readNotCompared(this.#queries);
  }

  /** Returns the counters of the migration session before the next step. Call it right before that. */
  countsBefore(migrationSession: Session): Promise<Counts> {
    return readCountsBefore(migrationSession, { major: this.#base.major, catalogs: this.#catalogs });
  }

  /** Returns the observer of the next step's transaction. */
  watch(before: Counts): StepObserver {
    this.#steps += 1;
    const [queries, catalogs] = [this.#queries, this.#catalogs];
    return new StepObserver({ queries, catalogs, token: `${this.#steps}`, queryMode: 'together', before });
  }

  /** Updates the catalog; returns the changes, in the order of a snapshot. */
  async follow(watch?: StepObserver): Promise<readonly Difference[]> {
    const writeSet = (await watch?.writeSet()) ?? { kind: 'unknown' };
    if (writeSet.kind === 'unknown') return this.refresh();
    const { written, again } = writeSet;
    const changed = knownRelations(writeSet.columnsChanged, this.#parts);
    const before = new Map<string, CatalogObject | undefined>();
    const objectChanges = await this.#read(before, ({ root, kind }, part) =>
      union([written.get(root)?.get(kind) ?? [], knownOf(again.get(root)?.get(kind), part)]),
    );
    const dependents = await findDependents(this.#queries, { writeSet, objectChanges, changed });
    if ([...dependents.keys()].every((root) => separatelyReadable.has(root))) {
      if (dependents.size > 0) await this.#read(before, ({ root }) => dependents.get(root) ?? new Set());
      return changesOf(before, this.#objects, before.keys());
    }
    const start = withBefore(this.#objects, before);
    for (const [root, oids] of dependents) markDirty(this.#dirty, root, oids);
    await this.refresh();
    return changesBetween(start, this.#objects);
  }

  /** Compares every catalog with the known state; finds all changes, by any session. */
  async refresh(): Promise<readonly Difference[]> {
    const before = this.#objects;
    this.#base = await refreshCatalog(this.#session, this.#withoutChangedRoots());
    this.#dirty = new Map();
    this.#parts = this.#base.parts.map((part) => new Map(part));
    this.#objects = new Map(this.#base.objects);
    return changesBetween(before, this.#objects);
  }

  /**
   * Returns the state without roots that changed since the fingerprint was taken, so that they are read
   * again.
   */
  #withoutChangedRoots(): CatalogState {
    return forgetRoots({ ...this.#base, parts: this.#parts, objects: this.#objects }, this.#dirty);
  }

  /** Reads the roots that are chosen for each reader; adds the earlier objects to `before`. */
  async #read(before: Map<string, CatalogObject | undefined>, choose: Choose): Promise<ObjectChanges> {
    const known = {
      base: this.#base,
      parts: this.#parts,
      dirty: this.#dirty,
      partToChange: (part: Part) => part,
    };
    const { objectChanges } = await readChosenRoots(known, this.#queries, choose);
    const { removed, added } = objectChanges;
    for (const key of [...removed, ...added].map(keyOf)) {
      if (!before.has(key)) before.set(key, this.#objects.get(key));
    }
    for (const object of removed) if (isRemoved(this.#objects, object)) this.#objects.delete(keyOf(object));
    for (const object of added) this.#objects.set(keyOf(object), object);
    return objectChanges;
  }
}

/** Returns the objects with the earlier state of those that were read again. */
function withBefore(objects: Snapshot, before: ReadonlyMap<string, CatalogObject | undefined>): Snapshot {
  const all = new Map(objects);
  for (const [key, object] of before) {
    if (object) all.set(key, object);
    else all.delete(key);
  }
  return all;
}

function knownOf(roots: ReadonlySet<string> | undefined, part: ReaderPart): readonly string[] {
  return roots ? [...roots].filter((root) => part.has(root)) : [];
}

function union(objectChanges: Iterable<Iterable<string>>): ReadonlySet<string> {
  return new Set([...objectChanges].flatMap((set) => [...set]));
}
