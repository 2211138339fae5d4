import { performance } from 'node:perf_hooks';
import { readCatalog } from '../catalog/read/read-catalog.js';
import type { MigrationsConfig } from '../config/config.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { createClusterGuard, type ClusterGuard } from './cluster-guard.js';
import type { Migration } from '../migrations/migration.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { replay, type ReplayOptions } from './replay.js';
import type { Step, StepResult } from '../migrations/step.js';
import type { Scratch } from './replayed.js';
import { StepTracker } from './followed-steps.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import type { Replayed } from './replayed.js';

/** Told of the step that is about to run: the `number`-th of `total`. */
export type ReplayProgress = (step: {
  readonly name: string;
  readonly number: number;
  readonly total: number;
}) => void;

export interface Replay {
  /** In the order that they were applied in. */
  readonly migrations: readonly Migration[];
  readonly config: MigrationsConfig;
  readonly signal: AbortSignal;
  readonly progress: ReplayProgress | undefined;
  /** Whether to tell what each migration changes; it takes a look at the catalog after each. */
  readonly steps?: 'told' | 'untold';
}

/**
 * Replays migrations on a scratch database, and reads its catalog before and after.
 * @throws StatementError when one does not go up there
 * @throws RefusedError before one changes what all databases of somebody's server share
 */
export function replayOnScratch(replay: Replay, { server, place }: Scratch): Promise<Replayed> {
  const started = performance.now();
  return withScratchDatabases(server, async (scratch) => {
    const guard = place === 'embedded' ? undefined : await createClusterGuard(server, { advice });
    const database = await scratch.create();
    const read = await withSession(database, (session) =>
      followed(database, { ...replay, place }, (steps) => replayIn(session, { ...replay, guard, steps })),
    );
    return { place, server: server.server, ...read, milliseconds: performance.now() - started };
  });
}

const advice =
  'Replay on the embedded server with --scratch-url embedded, or with --scratch-url URL on a server that may be changed.';

/** Lends what follows the steps, where they are to be told. */
function followed<T>(
  database: Database,
  { steps, config, place }: Replay & Pick<Scratch, 'place'>,
  action: (steps: StepTracker | undefined) => Promise<T>,
): Promise<T> {
  if (steps !== 'told') return action(undefined);
  const migrationsTable = { schema: config.tableSchema, name: config.table };
  const follow = (catalogSession: Session) =>
    action(new StepTracker(catalogSession, { migrationsTable, place }));
  return withSession(database, follow, { pipelining: 'on' });
}

interface ReplayIn extends Omit<Replay, 'steps'> {
  readonly guard: ClusterGuard | undefined;
  readonly steps: StepTracker | undefined;
}

type Read = Pick<Replayed, 'baseline' | 'catalog' | 'runner' | 'steps'>;

async function replayIn(session: Session, { steps, ...options }: ReplayIn): Promise<Read> {
  const config = withTableSchema(options.config);
  const readAll = async () => {
    await session.reset();
    const migrationsTable = { schema: config.tableSchema, name: config.table };
    return (await readCatalog(session, { migrationsTable })).objects;
  };
  await prepareDatabase(session, config);
  const { name: runner } = await readRoleFacts(session, config);
  const baseline = await readAll();
  await steps?.begin();
  await replay(session, options.migrations, { ...replayHooks({ ...options, steps }), config });
  return { baseline, catalog: await readAll(), runner, steps: steps?.told ?? [] };
}

/** The migrations table was there before the first migration, and so was its schema. */
function withTableSchema(config: MigrationsConfig): MigrationsConfig {
  return { ...config, createSchemas: [...new Set([...config.createSchemas, config.tableSchema])] };
}

function replayHooks({
  migrations,
  signal,
  guard,
  progress,
  steps,
}: Omit<ReplayIn, 'config'>): Omit<ReplayOptions, 'config'> {
  let done = 0;
  let transaction: StepResult['transaction'] = 'one';
  const step = (): Step => {
    const migration = migrations[done];
    if (!migration) throw new Error(`there are only ${migrations.length} migrations`);
    return { migration, direction: 'up' };
  };
  const report = () => {
    const next = migrations[done];
    if (next) progress?.({ name: next.name, number: done + 1, total: migrations.length });
  };
  report();
  return {
    signal,
    applied: async (result) => {
      await steps?.follow(result);
      done += 1;
      transaction = 'one';
      report();
    },
    beforeCommit: async (session) => guard?.beforeCommit(session, { ...step(), transaction }),
    beforeStatement: (sql, now) => {
      transaction = now;
      if (transaction === 'none') guard?.beforeStatement(sql, step());
    },
  };
}
