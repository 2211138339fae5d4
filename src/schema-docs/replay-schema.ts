import type { Snapshot } from '../catalog/model/object.js';
import { preparing } from '../catalog/read/catalog-transaction.js';
import { TrackedCatalog } from '../catalog/observe/tracked-catalog.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Interruption } from '../database/interruption.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import type { Migration } from '../migrations/migration.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { replay } from '../scratch-run/replay.js';
import { guardReplay } from './guard-replay.js';
import { readFacts, type Facts } from './facts/read-facts.js';
import { noIdentities, readIdentities, type Identities } from './history/identities.js';
import { findChanges, type RootChange, type Situation } from './history/step-changes.js';

export interface ReplaySchemaOptions {
  /** Server for the scratch database; its own database is left alone. */
  readonly server: Database;
  readonly migrations: readonly Migration[];
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly interruption: Interruption;
  /** Called after each migration. */
  readonly applied: (migration: Migration, number: number) => void;
}

/** A migration with what it changed. */
export interface RecordedStep {
  readonly name: string;
  /** Absolute path of its file. */
  readonly path: string;
  readonly changes: readonly RootChange[];
}

/** The schema that the migrations make, and how they made it. */
export interface ReplayedSchema {
  readonly objects: Snapshot;
  /** What was there before the first migration. */
  readonly baseline: Snapshot;
  readonly facts: Facts;
  readonly identities: Identities;
  readonly steps: readonly RecordedStep[];
  /** The role that ran the migrations, quoted where needed: it owns what nobody gave away. */
  readonly role: string;
}

/**
 * Applies all migrations to a scratch database and tells what each of them changed.
 * @throws StatementError when a migration fails
 * @throws RefusedError when one would change what all databases of somebody's server share
 */
export async function replaySchema(options: ReplaySchemaOptions): Promise<ReplayedSchema> {
  return withScratchDatabases(options.server, async (scratch) => {
    const database = await scratch.create();
    return withSession(
      database,
      (actor) =>
        withSession(database, (watcher) => observeReplay(options, { actor, watcher }), {
          pipelining: 'on',
          searchPath: 'none',
        }),
      options.limits,
    );
  });
}

interface Sessions {
  /** Runs the migrations. */
  readonly actor: Session;
  /** Reads the catalog. */
  readonly watcher: Session;
}

async function observeReplay(options: ReplaySchemaOptions, sessions: Sessions): Promise<ReplayedSchema> {
  const { config, migrations, interruption } = options;
  await prepareDatabase(sessions.actor, config);
  const look = await openEyes(config, sessions.watcher);
  const baseline = look.situation.objects;
  const steps: RecordedStep[] = [];
  await replay(sessions.actor, migrations, {
    ...{ config, interruption },
    ...(await guardReplay(options.server, () => migrations[steps.length])),
    applied: async ({ migration }) => {
      const before = look.situation;
      await look.again();
      const { name, path } = migration;
      steps.push({ name, path, changes: findChanges(before, look.situation) });
      options.applied(migration, steps.length);
    },
  });
  const { objects, identities } = look.situation;
  const role = await readRole(sessions.watcher);
  return { objects, identities, baseline, steps, role, facts: await readFacts(sessions.watcher) };
}

interface Eyes {
  readonly situation: Situation;
  again(): Promise<void>;
}

async function openEyes(config: MigrationsConfig, session: Session): Promise<Eyes> {
  const migrationsTable = { schema: config.tableSchema, name: config.table };
  const catalog = await TrackedCatalog.open(session, { migrationsTable });
  const queries = preparing(session, catalog.state.major);
  const look = async (before: Identities, changed: ReadonlySet<string>): Promise<Situation> => ({
    objects: new Map(catalog.objects),
    identities: await readIdentities(queries, before, changed),
  });
  let situation = await look(noIdentities, new Set());
  return {
    get situation() {
      return situation;
    },
    again: async () => {
      const changes = await catalog.refresh();
      const sides = changes.flatMap(({ before, after }) => [before, after]);
      const changed = sides.flatMap((object) =>
        object?.kind === 'column' ? (object.parent?.name ?? []) : [],
      );
      situation = await look(situation.identities, new Set(changed));
    },
  };
}

const ROLE = 'SELECT pg_catalog.quote_ident(session_user) AS role';

async function readRole(session: Session): Promise<string> {
  const { rows } = await session.query<{ role: string }>(ROLE);
  return rows[0]?.role ?? '';
}
