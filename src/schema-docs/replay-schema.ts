import type { Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { preparing } from '../catalog/read/catalog-transaction.js';
import type { MigrationsConfig } from '../config/config.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Database, SessionOptions } from '../database/session.js';
import { readExtensionDefaults, type ExtensionDefaults } from '../pairs/for-empty-database.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import type { Migration } from '../migrations/migration.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { asScratchServer } from '../scratch-run/scratch-server.js';
import { withScratchRun } from '../scratch-run/with-scratch-run.js';
import { readFacts, type Facts } from './facts/read-facts.js';
import { noIdentities, readIdentities, type Identities } from './history/identities.js';
import { findChanges, type RootChange, type CatalogAt } from './history/step-changes.js';

export interface ReplaySchemaOptions {
  /** Server for the scratch database; its own database is not changed. */
  readonly server: Database;
  readonly migrations: readonly Migration[];
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  /** Called after each migration. */
  readonly applied: (migration: Migration, number: number) => void;
}

/** A migration and its changes. */
export interface RecordedStep {
  readonly name: string;
  /** Absolute path of its file. */
  readonly path: string;
  readonly changes: readonly RootChange[];
  /** The same changes, object by object. */
  readonly differences: readonly Difference[];
}

/** The schema that the migrations create, with the changes of each migration. */
export interface ReplayedSchema {
  readonly objects: Snapshot;
  /** The catalog before the first migration. */
  readonly baseline: Snapshot;
  readonly facts: Facts;
  readonly identities: Identities;
  readonly steps: readonly RecordedStep[];
  /** What CREATE EXTENSION does by itself on the server. */
  readonly extensions: ExtensionDefaults;
  /** Major version of the server. */
  readonly major: number;
  /** The role that ran the migrations, quoted where needed: it owns all objects with no other explicit owner. */
  readonly role: string;
}

const advice =
  'Leave out --database-url: the schema is then made on a server of its own, which is deleted afterwards.';

/**
 * Applies all migrations to a scratch database and records the changes of each.
 * @throws StatementError when a migration fails
 * @throws RefusedError when one would change cluster-wide objects of an external server
 */
export async function replaySchema(options: ReplaySchemaOptions): Promise<ReplayedSchema> {
  const { server, config, limits } = options;
  return withScratchRun(asScratchServer(server), { config, limits, advice }, (run) =>
    recordSteps(run, options),
  );
}

async function recordSteps(
  run: ScratchRun,
  { migrations, signal, applied }: ReplaySchemaOptions,
): Promise<ReplayedSchema> {
  const session = run.catalogSession;
  const { major } = run.database.server;
  const queries = preparing(session, major);
  const baseline = new Map(run.objects);
  let at: CatalogAt = {
    objects: baseline,
    identities: await readIdentities(queries, noIdentities, new Set()),
  };
  const steps: RecordedStep[] = [];
  for (const migration of migrations) {
    stopIfInterrupted(signal);
    const { changes, after } = await run.complete({ migration, direction: 'up' });
    const identities = await readIdentities(queries, at.identities, tablesOf(changes));
    const next = { objects: new Map(after), identities };
    steps.push({
      name: migration.name,
      path: migration.path,
      changes: findChanges(at, next),
      differences: changes,
    });
    at = next;
    applied(migration, steps.length);
  }
  const { name: role } = await readRoleFacts(session, run.config);
  const extensions = await readExtensionDefaults(session);
  return { ...at, baseline, steps, major, role, extensions, facts: await readFacts(session) };
}

/** Returns the names of the tables whose columns changed. */
function tablesOf(changes: readonly Difference[]): ReadonlySet<string> {
  const objects = changes.flatMap(({ before, after }) => [before, after]);
  return new Set(objects.flatMap((object) => (object?.kind === 'column' ? (object.parent?.name ?? []) : [])));
}
