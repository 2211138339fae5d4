import { LiveCatalog } from '../catalog/observe/live-catalog.js';
import type { CatalogChange } from '../catalog/observe/separate-changes.js';
import { subject, type Difference } from '../catalog/model/diff.js';
import type { Config } from '../config/config.js';
import { readLogin } from '../database/as-login.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError } from '../errors.js';
import { createClusterGuard, type ClusterGuard } from '../scratch-run/cluster-guard.js';
import type { Migration } from '../migrations/migration.js';
import { replay } from '../scratch-run/replay.js';
import { runStep } from '../migrations/run-step.js';
import { StatementScope } from '../migrations/statement-scope.js';
import type { LiveHooks, Step } from '../migrations/step.js';
import { isShared } from '../catalog/model/outside.js';
import { StatementError } from '../migrations/statement-error.js';
import { onScratchServer } from '../scratch-run/on-scratch-server.js';
import type { Scratch } from '../scratch-run/replayed.js';
import { readDatabaseState } from '../database-state/read-database-state.js';
import type { Allowance } from './allowance.js';
import { InexactRollback, judgeRollback } from './rollback-finding.js';

export interface Rehearsal {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** What is applied, in order. */
  readonly applied: readonly Migration[];
  /** The last of these, latest first: what is to be rolled back. */
  readonly downs: readonly Migration[];
  readonly allowance: Allowance;
}

const advice = '--accept-traces rolls back without proving first.';

/**
 * Applies on a scratch database what is applied here, and rolls back there what is to be rolled back.
 * @returns what each of the ups changed there
 * @throws InexactRollback when a down is not the inverse of its up
 * @throws DatabaseError when the migrations cannot be run there
 */
export async function rehearse(rehearsal: Rehearsal): Promise<ReadonlyMap<string, readonly Difference[]>> {
  const { database, config, signal } = rehearsal;
  const live = await readDatabaseState(database, { config: config.migrations });
  const plan = {
    database,
    live,
    signal,
    choice: { kind: 'automatic' },
    fallback: 'of any server',
    advice,
  } as const;
  return onScratchServer(plan, (scratch) => rehearseOn(scratch, rehearsal)).catch((cause: unknown) => {
    throw cause instanceof StatementError ? unprovable(cause) : cause;
  });
}

async function rehearseOn(
  { server, place }: Scratch,
  rehearsal: Rehearsal,
): Promise<ReadonlyMap<string, readonly Difference[]>> {
  const guard = place === 'embedded' ? undefined : await createClusterGuard(server, { advice });
  const { lockTimeout, statementTimeout } = rehearsal.config.limits;
  return withScratchDatabases(server, async (scratch) => {
    const stage = await scratch.create();
    return withSession(
      stage,
      (session) =>
        withSession(
          stage,
          (catalogSession) =>
            perform(rehearsal, { major: server.server.major, session, catalogSession, guard }),
          {
            pipelining: 'on',
            searchPath: 'none',
          },
        ),
      { lockTimeout, statementTimeout },
    );
  });
}

function unprovable(cause: StatementError): DatabaseError {
  return new DatabaseError(`the rollback cannot be proven on a scratch database first: ${cause.message}`, {
    remedy: `This database was not changed. ${advice}`,
    cause,
  });
}

interface RehearsalContext {
  /** Major version of the server. */
  readonly major: number;
  readonly session: Session;
  readonly catalogSession: Session;
  /** Missing on a server of our own. */
  readonly guard: ClusterGuard | undefined;
}

async function perform(
  { config: { migrations: config }, signal, applied, downs, allowance }: Rehearsal,
  context: RehearsalContext,
): Promise<ReadonlyMap<string, readonly Difference[]>> {
  const { session, catalogSession } = context;
  const names = new Set(downs.map(({ name }) => name));
  const base = applied.filter(({ name }) => !names.has(name));
  await replay(session, base, { config, signal, ...guardHooks(context, 'up') });
  const migrationsTable = { schema: config.tableSchema, name: config.table };
  const catalog = new LiveCatalog(catalogSession, { migrationsTable });
  await catalog.ready(session);
  const observed = (step: Step) => observeStep(step, { context, catalog, config });
  const ups = new Map<string, readonly Difference[]>();
  for (const migration of downs.toReversed()) {
    ups.set(migration.name, (await observed({ migration, direction: 'up' })).changes);
  }
  for (const migration of downs) {
    const change = await observed({ migration, direction: 'down' });
    const up = ups.get(migration.name) ?? [];
    const { kind, rollback } = judgeRollback({
      migration,
      on: 'scratch',
      record: { up, recorded: 'here' },
      change,
      major: context.major,
      allowance,
    });
    if (kind === 'not-exact') throw new InexactRollback(rollback);
  }
  return ups;
}

interface RehearsalStep {
  readonly context: RehearsalContext;
  readonly catalog: LiveCatalog;
  readonly config: Config['migrations'];
}

/** Runs a step and tells what it changed. */
async function observeStep(step: Step, { context, catalog, config }: RehearsalStep): Promise<CatalogChange> {
  const { session, guard } = context;
  let change: CatalogChange | undefined;
  await session.reset();
  await catalog.ready(session);
  await runStep(step, {
    session,
    config,
    begin: catalog.begin(),
    beforeStatement: (sql, transaction) => {
      if (transaction === 'none') guard?.beforeStatement(sql, step);
    },
    beforeCommit: async (inside, { transaction }) => {
      await guard?.beforeCommit(inside, { ...step, transaction });
      change = await catalog.look(inside);
    },
    live: {
      leaveTransaction: () => catalog.hold(),
      place: observedExecution(step, { context, catalog }),
    },
  });
  catalog.ended('committed');
  if (!change) throw new Error(`the ${step.direction} of ${step.migration.name} was not seen`);
  return change;
}

/** Statements without a transaction take effect one by one; nobody else changes the scratch database meanwhile. */
function observedExecution(
  step: Step,
  { context: { session, guard }, catalog }: Pick<RehearsalStep, 'context' | 'catalog'>,
): LiveHooks['place'] {
  const scope = new StatementScope();
  return async ({ sql }, send) => {
    if (scope.canHaveTransaction(sql)) {
      await catalog.holdTransaction(
        { migrationSession: session, login: await readLogin(session) },
        async () => {
          await send();
          await guard?.beforeCommit(session, { ...step, transaction: 'one' });
        },
      );
    } else await catalog.holdStatement(send, (change) => !isShared(subject(change)));
    return 'ran';
  };
}

function guardHooks({ guard }: RehearsalContext, direction: Step['direction']) {
  return {
    beforeCommit: async (
      session: Session,
      { migration, transaction }: { migration: Migration; transaction: 'one' | 'none' },
    ) => guard?.beforeCommit(session, { migration, direction, transaction }),
  };
}
