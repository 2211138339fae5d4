import { beyond, findDestroyed, mergeDestroyed, type Destroyed } from '../catalog/data/destroyed-data.js';
import { readStoredData, type Bookkeeping, type StoredRelation } from '../catalog/data/stored-data.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';
import { StepStopped } from '../migrations/step.js';

/** The data that a rollback is about to destroy, and the migrations that it rolls back. */
export interface DataToKeep {
  readonly losses: readonly Destroyed[];
  /** Names, latest first. */
  readonly migrations: readonly string[];
}

/** Data that is written completely, but not yet published under its name. */
export interface SavedData {
  /** SHA-256 of the description of the data, in hex. */
  readonly digest: string;
  /** Must be called after the rollback has run and before it commits. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** The destination for data that rollbacks destroy. */
export interface DataSink {
  /**
   * Checks, before anything is rolled back, that data could be written.
   * @throws RefusedError when it could not
   */
  check(): Promise<void>;
  /**
   * Writes the data, inside the transaction that will destroy it and that locks it until then.
   * @throws RefusedError when it cannot be written completely
   */
  keep(session: Session, data: DataToKeep): Promise<SavedData>;
}

/** Hooks that a transaction of rollbacks calls before its first statement, and before it commits. */
export interface SavingHooks {
  /** A trial is always rolled back, and nothing of it is reported. */
  readonly kind: 'trial' | 'rollback';
  begun(session: Session): Promise<void>;
  /** Receives the statements of all its steps. */
  beforeCommit(session: Session, statements: readonly string[]): Promise<void>;
  /** Digest of the data that was written; a trial writes nothing. */
  readonly digest?: string | undefined;
}

export interface SavingOptions {
  readonly sink: DataSink;
  readonly bookkeeping: Bookkeeping;
  readonly migrations: readonly string[];
}

/** Maximum number of attempts when each finds more data to destroy than the one before. */
const attempts = 4;

/**
 * Runs a rollback with `run`, a transaction, after saving the data that it destroys. First runs a trial to find
 * that data, then the rollback itself, which writes and locks the data before anything else. If the rollback
 * destroys more than was saved, because others changed rows or tables in between, it is rolled back and tried
 * again.
 */
export async function saveData<T>(
  options: SavingOptions,
  run: (hooks: SavingHooks) => Promise<T>,
): Promise<T> {
  let losses = await determineLosses(options, run);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await saveAndRun(losses, options, run);
    } catch (error) {
      if (!(error instanceof DestroysMore)) throw error;
      if (attempt === attempts) throw changingLosses(error.losses);
      losses = mergeDestroyed(losses, error.losses);
    }
  }
}

/** Ends a trial. */
class TrialEnded extends StepStopped {}

/** The rollback would destroy data that was not saved. */
class DestroysMore extends StepStopped {
  readonly losses: readonly Destroyed[];

  constructor(losses: readonly Destroyed[]) {
    super('the rollback destroys more rows than were saved');
    this.losses = losses;
  }
}

function changingLosses(losses: readonly Destroyed[]): RefusedError {
  const tables = losses.map(({ relation: { schema, name } }) => `${schema}.${name}`).join(', ');
  return new RefusedError(`concurrent changes keep altering what this rollback would delete: ${tables}`, {
    remedy: 'Nothing was rolled back. Try again later, when other sessions no longer change these tables.',
  });
}

async function determineLosses(
  options: SavingOptions,
  run: (hooks: SavingHooks) => Promise<unknown>,
): Promise<readonly Destroyed[]> {
  const losses: Destroyed[] = [];
  let before: readonly StoredRelation[] = [];
  const hooks: SavingHooks = {
    kind: 'trial',
    begun: async (session) => {
      await assertCounted(session);
      before = await read(session, options);
    },
    beforeCommit: async (session, statements) => {
      losses.push(...findDestroyed(before, await read(session, options), statements));
      throw new TrialEnded();
    },
  };
  await run(hooks).catch((error: unknown) => {
    if (!(error instanceof TrialEnded)) throw error;
  });
  return losses;
}

async function saveAndRun<T>(
  losses: readonly Destroyed[],
  options: SavingOptions,
  run: (hooks: SavingHooks) => Promise<T>,
): Promise<T> {
  const kept: SavedData[] = [];
  let before: readonly StoredRelation[] = [];
  const hooks: SavingHooks = {
    kind: 'rollback',
    get digest() {
      return kept.at(-1)?.digest;
    },
    begun: async (session) => {
      // Discards the data of an earlier attempt, which ended with a lock timeout.
      await kept.pop()?.discard();
      kept.push(await options.sink.keep(session, { losses, migrations: options.migrations }));
      before = await read(session, options);
    },
    beforeCommit: async (session, statements) => {
      const found = findDestroyed(before, await read(session, options), statements);
      const more = beyond(found, losses);
      if (more.length > 0) throw new DestroysMore(more);
      // Deferred constraints could otherwise still fail at the commit, after the data has been published.
      await session.query('SET CONSTRAINTS ALL IMMEDIATE');
      await kept.at(-1)?.publish();
      kept.pop();
    },
  };
  try {
    return await run(hooks);
  } catch (error) {
    await kept.pop()?.discard();
    throw error;
  }
}

function read(session: Session, { bookkeeping }: SavingOptions): Promise<readonly StoredRelation[]> {
  return readStoredData(session, { readIn: 'open transaction', bookkeeping });
}

/** Without its counters the server does not report that rows were changed or deleted. */
async function assertCounted(session: Session): Promise<void> {
  const { rows } = await session.query<{ setting: string }>(
    "SELECT pg_catalog.current_setting('track_counts') AS setting",
  );
  if (rows[0]?.setting === 'on') return;
  throw new RefusedError('with track_counts off the server does not tell which rows a rollback changes', {
    remedy: 'Switch it on for the role that runs migrations: ALTER ROLE … SET track_counts = on',
  });
}
