import { describeChange } from '../../catalog/model/describe.js';
import { findDestroyed, mergeDestroyed, type Destroyed } from '../../catalog/data/destroyed-data.js';
import { diff, subject, withoutConsequences, type Difference } from '../../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../../catalog/model/object.js';
import { readCatalog } from '../../catalog/read/read-catalog.js';
import { readStoredData, type StoredRelation } from '../../catalog/data/stored-data.js';
import type { Config } from '../../config/config.js';
import { withScratchDatabases } from '../../database/scratch.js';
import type { Database, Session } from '../../database/session.js';
import { withSession } from '../../database/with-session.js';
import { DatabaseError } from '../../errors.js';
import { createClusterGuard, type ClusterGuard } from '../../scratch-run/cluster-guard.js';
import type { Migration } from '../../migrations/migration.js';
import { replay } from '../../scratch-run/replay.js';
import { runStep } from '../../migrations/run-step.js';
import type { Step } from '../../migrations/step.js';
import { StatementError } from '../../migrations/statement-error.js';
import { onScratchServer } from '../../scratch-run/on-scratch-server.js';
import type { Scratch } from '../../scratch-run/replayed.js';
import { readDatabaseState } from '../../database-state/read-database-state.js';
import type { PlannedLock, PlannedObject } from './rollback-plan.js';
import { LockRecorder, readTables } from './watch-locks.js';

export interface TryOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** What is applied, in order. */
  readonly applied: readonly Migration[];
  /** The last of these, latest first: what is to be rolled back. */
  readonly downs: readonly Migration[];
}

/** What the rollback did on a scratch database with the same schema. */
export interface Tried {
  readonly objects: readonly PlannedObject[];
  /** Of relations of the scratch database. */
  readonly losses: readonly Destroyed[];
  readonly locks: readonly PlannedLock[];
}

const advice = 'roundtrip down --dry-run shows only the SQL.';

/**
 * Applies on a scratch database what is applied here, rolls back there, and looks at what that does.
 * @throws DatabaseError when the migrations cannot be run there
 */
export async function tryOnScratch(options: TryOptions): Promise<Tried> {
  const { database, config, signal } = options;
  const live = await readDatabaseState(database, { config: config.migrations });
  const plan = {
    database,
    live,
    signal,
    choice: { kind: 'automatic' },
    fallback: 'of any server',
    advice,
  } as const;
  return onScratchServer(plan, (scratch) => tryOn(scratch, options)).catch((cause: unknown) => {
    throw cause instanceof StatementError ? untriable(cause) : cause;
  });
}

async function tryOn({ server, place }: Scratch, options: TryOptions): Promise<Tried> {
  const guard = place === 'embedded' ? undefined : await createClusterGuard(server, { advice });
  const { lockTimeout, statementTimeout } = options.config.limits;
  return withScratchDatabases(server, async (scratch) =>
    withSession(await scratch.create(), (session) => perform(session, guard, options), {
      lockTimeout,
      statementTimeout,
    }),
  );
}

function untriable(cause: StatementError): DatabaseError {
  return new DatabaseError(`the rollback cannot be tried on a scratch database: ${cause.message}`, {
    remedy: `This database was not changed. ${advice}`,
    cause,
  });
}

async function perform(
  session: Session,
  guard: ClusterGuard | undefined,
  options: TryOptions,
): Promise<Tried> {
  const { signal, applied, downs } = options;
  const config = options.config.migrations;
  const migrationsTable = { schema: config.tableSchema, name: config.table };
  await replay(session, applied, {
    config,
    signal,
    beforeCommit: async (inside, { migration, transaction }) =>
      guard?.beforeCommit(inside, { migration, direction: 'up', transaction }),
  });
  const [before, storedBefore] = await readStates(session, migrationsTable);
  const watch = new LockRecorder(await readTables(session, migrationsTable));
  const changed: Destroyed[] = [];
  const statements: string[] = [];
  for (const migration of downs) {
    const step: Step = { migration, direction: 'down' };
    const observed = await observe(step, { session, guard, watch, options });
    changed.push(...observed.losses);
    statements.push(...observed.statements);
  }
  const [after, storedAfter] = await readStates(session, migrationsTable);
  const losses = mergeDestroyed(
    findDestroyed(...asIfFilled(storedBefore, storedAfter), statements),
    asTheyWere(changed, storedBefore),
  );
  return { objects: plannedObjects(before, after), losses, locks: watch.locks };
}

async function readStates(
  session: Session,
  migrationsTable: { readonly schema: string; readonly name: string },
): Promise<readonly [Snapshot, readonly StoredRelation[]]> {
  await session.reset();
  const { objects } = await readCatalog(session, { migrationsTable });
  const options = { readIn: 'own transaction', bookkeeping: migrationsTable } as const;
  return [objects, await readStoredData(session, options)];
}

/**
 * Tables that are empty here have rows in the database that is rolled back, and the counters of
 * different transactions cannot be compared.
 */
function asIfFilled(
  before: readonly StoredRelation[],
  after: readonly StoredRelation[],
): readonly [readonly StoredRelation[], readonly StoredRelation[]] {
  const empty = new Set(before.filter(({ rows }) => rows === 'none').map(({ oid }) => oid));
  const filled = (relation: StoredRelation): StoredRelation => ({
    ...relation,
    inserted: '0',
    changed: '0',
    rows: empty.has(relation.oid) ? 'some' : relation.rows,
  });
  return [before.map(filled), after.map(filled)];
}

interface Observing {
  readonly session: Session;
  /** Missing on a server of our own. */
  readonly guard: ClusterGuard | undefined;
  readonly watch: LockRecorder;
  readonly options: TryOptions;
}

interface Observed {
  /** Tables of which rows were changed; of a step without a transaction that is not known. */
  readonly losses: readonly Destroyed[];
  readonly statements: readonly string[];
}

async function observe(
  step: Step,
  { session, guard, watch, options: { config } }: Observing,
): Promise<Observed> {
  const { table: name, tableSchema: schema } = config.migrations;
  const read = () => readStoredData(session, { readIn: 'open transaction', bookkeeping: { schema, name } });
  let before: readonly StoredRelation[] = [];
  let losses: readonly Destroyed[] = [];
  await session.reset();
  const { statements } = await runStep(step, {
    session,
    config: config.migrations,
    afterBegin: async () => {
      before = await read();
    },
    beforeStatement: (sql, transaction) => {
      if (transaction === 'none') guard?.beforeStatement(sql, step);
    },
    beforeCommit: async (inside, { transaction }) => {
      await guard?.beforeCommit(inside, { ...step, transaction });
      if (transaction === 'none') return;
      await watch.look(inside, step.migration.name);
      losses = findDestroyed(before, await read(), []).filter(({ what }) => what === 'rows');
    },
  });
  return { losses, statements: statements.map(({ sql }) => sql) };
}

/** Tables that were renamed on the way, or came on it, as they are before the first step. */
function asTheyWere(
  changed: readonly Destroyed[],
  relations: readonly StoredRelation[],
): readonly Destroyed[] {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  return changed.flatMap(({ relation: { oid } }): readonly Destroyed[] => {
    const relation = byOid.get(oid);
    return relation ? [{ what: 'rows', relation }] : [];
  });
}

const changes = { missing: 'goes', left: 'comes', changed: 'changes', reordered: 'changes' } as const;

function plannedObjects(before: Snapshot, after: Snapshot): readonly PlannedObject[] {
  const differences = diff(before, after);
  const alone = new Set(withoutConsequences(differences).map(keyOfDifference));
  return differences.map((difference) => {
    const { kind, name, parent, cascadesFrom } = subject(difference);
    const taker = alone.has(keyOfDifference(difference)) ? undefined : (parent ?? cascadesFrom);
    return {
      kind,
      name,
      change: changes[difference.change],
      ...describeChange(difference, { before, after }),
      with: taker ? keyOf(taker) : null,
    };
  });
}

function keyOfDifference(difference: Difference): string {
  return `${difference.change} ${keyOf(subject(difference))}`;
}
