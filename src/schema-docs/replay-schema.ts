import type { Snapshot } from '../catalog/model/object.js';
import { preparing } from '../catalog/read/catalog-transaction.js';
import { TrackedCatalog } from '../catalog/observe/tracked-catalog.js';
import type { MigrationsConfig } from '../config/config.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import type { Migration } from '../migrations/migration.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { replay } from '../scratch-run/replay.js';
import { guardReplay } from './guard-replay.js';
import { readFacts, type Facts } from './facts/read-facts.js';
import { noIdentities, readIdentities, type Identities } from './history/identities.js';
import { findChanges, type RootChange, type CatalogAt } from './history/step-changes.js';

export interface ReplaySchemaOptions {
  /** Server for the scratch database; its own database is left alone. */
  readonly server: Database;
  readonly migrations: readonly Migration[];
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
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
      (migrationSession) =>
        withSession(
          database,
          (catalogSession) => observeReplay(options, { migrationSession, catalogSession }),
          {
            pipelining: 'on',
            searchPath: 'none',
          },
        ),
      options.limits,
    );
  });
}

interface Sessions {
  /** Runs the migrations. */
  readonly migrationSession: Session;
  /** Reads the catalog. */
  readonly catalogSession: Session;
}

async function observeReplay(options: ReplaySchemaOptions, sessions: Sessions): Promise<ReplayedSchema> {
  const { config, migrations, signal } = options;
  await prepareDatabase(sessions.migrationSession, config);
  const look = await openCatalogViews(config, sessions.catalogSession);
  const baseline = look.catalogAt.objects;
  const steps: RecordedStep[] = [];
  await replay(sessions.migrationSession, migrations, {
    config,
    signal,
    ...(await guardReplay(options.server, () => migrations[steps.length])),
    applied: async ({ migration }) => {
      const before = look.catalogAt;
      await look.again();
      const { name, path } = migration;
      steps.push({ name, path, changes: findChanges(before, look.catalogAt) });
      options.applied(migration, steps.length);
    },
  });
  const { objects, identities } = look.catalogAt;
  const role = await readRole(sessions.catalogSession);
  return { objects, identities, baseline, steps, role, facts: await readFacts(sessions.catalogSession) };
}

interface CatalogViews {
  readonly catalogAt: CatalogAt;
  again(): Promise<void>;
}

async function openCatalogViews(config: MigrationsConfig, session: Session): Promise<CatalogViews> {
  const migrationsTable = { schema: config.tableSchema, name: config.table };
  const catalog = await TrackedCatalog.open(session, { migrationsTable });
  const queries = preparing(session, catalog.state.major);
  const look = async (before: Identities, changed: ReadonlySet<string>): Promise<CatalogAt> => ({
    objects: new Map(catalog.objects),
    identities: await readIdentities(queries, before, changed),
  });
  let catalogAt = await look(noIdentities, new Set());
  return {
    get catalogAt() {
      return catalogAt;
    },
    again: async () => {
      const changes = await catalog.refresh();
      const sides = changes.flatMap(({ before, after }) => [before, after]);
      const changed = sides.flatMap((object) =>
        object?.kind === 'column' ? (object.parent?.name ?? []) : [],
      );
      catalogAt = await look(catalogAt.identities, new Set(changed));
    },
  };
}

const ROLE = 'SELECT pg_catalog.quote_ident(session_user) AS role';

async function readRole(session: Session): Promise<string> {
  const { rows } = await session.query<{ role: string }>(ROLE);
  return rows[0]?.role ?? '';
}
