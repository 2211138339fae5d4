import { performance } from 'node:perf_hooks';
import { keyOf } from '../catalog/model/object.js';
import type { ObjectPattern } from '../catalog/model/object-pattern.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Database, SessionOptions } from '../database/session.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Migration } from '../migrations/migration.js';
import { findMigrationFiles, type MigrationFile } from '../migrations/migration-file.js';
import { comparableWithReplay } from '../compare/comparable-with-replay.js';
import { appliedAsFiles, assertNoneInPart } from '../migrations/squashed-migrations.js';
import { filesOfApplied } from './files-of-applied.js';
import { isKnown, type OtherProject } from './other-projects.js';
import type { IgnoreRule } from './ignore-rules.js';
import { readDatabaseState, type DatabaseState } from '../database-state/read-database-state.js';
import type { ScratchChoice } from '../scratch-run/choose-server.js';
import { replayFor, type Replayed, type ReplayProgress } from '../scratch-run/replay.js';
import { reportOn } from './report-on.js';
import type { VerifyReport } from './verify-report.js';

export interface VerifyOptions {
  /** The live database; it is only read. */
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits?: SessionOptions;
  readonly signal: AbortSignal;
  readonly rules: readonly IgnoreRule[];
  /** The settings of `roundtrip.json` about other projects in the same database. */
  readonly others?: Others;
  readonly scratch: ScratchChoice;
  readonly progress?: ReplayProgress;
}

/** Migrations tables of other projects, with the objects that each owns. */
export type Others = ReadonlyMap<string, readonly ObjectPattern[]>;

/**
 * Compares a live database with an empty one to which its applied migrations are applied.
 * @throws MigrationFileError when the file of an applied migration is missing
 * @throws DatabaseError, RefusedError when they cannot be replayed
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const { database, config, limits = {}, scratch: choice, progress, others = new Map() } = options;
  const started = performance.now();
  const files = await findMigrationFiles(config);
  const live = await readDatabaseState(database, { config, limits, others: [...others.keys()] });
  const asFiles = await appliedAsFiles(files, live.applied);
  assertNoneInPart(asFiles);
  const { applied, pending } = filesOfApplied(files, asFiles.applied);
  const migrations = await loadInOrder(applied, { files, config });
  const replayed = await replayFor({ ...options, live, choice, migrations, progress });
  return reportOnReplay(live, { replayed, pending, rules: options.rules, others, started });
}

/**
 * Loads migrations in the order of node-pg-migrate, by number, which type shorthands depend on, and returns
 * them in the order in which they were applied.
 */
async function loadInOrder(
  applied: readonly MigrationFile[],
  { files, config }: { readonly files: readonly MigrationFile[]; readonly config: MigrationsConfig },
): Promise<readonly Migration[]> {
  const names = new Set(applied.map(({ name }) => name));
  const loaded = await loadMigrations(
    files.filter(({ name }) => names.has(name)),
    config,
  );
  const byName = new Map(loaded.map((migration) => [migration.name, migration]));
  return applied.flatMap(({ name }) => byName.get(name) ?? []);
}

export interface ReplayReportOptions {
  readonly replayed: Replayed;
  readonly pending: readonly string[];
  readonly rules: readonly IgnoreRule[];
  readonly others?: Others;
  /** Start time as returned by `performance.now()`. */
  readonly started: number;
}

/** Compares the state of a live database with the result of a replay. */
export function reportOnReplay(
  live: DatabaseState,
  { replayed, pending, rules, others = new Map(), started }: ReplayReportOptions,
): VerifyReport {
  const { place, server } = replayed;
  const applied = live.applied.map(({ name }) => name);
  const comparable = comparableWithReplay(live, replayed);
  // A table that looks like another project's migrations table may also be created by our own migrations.
  const projects = live.others
    .filter(
      ({ table }) => others.has(table) || !comparable.expected.has(keyOf({ kind: 'table', name: table })),
    )
    .map((other) => ({ ...other, owns: others.get(other.table) ?? [] }));
  return reportOn(live, {
    comparable,
    with: { kind: 'migrations', applied, pending, scratch: { place, version: server.version } },
    notes: [...notesOn(live, { pending, place }), ...notesOnProjects(projects, others)],
    unreadable: live.unreadable,
    notCompared: live.notCompared,
    rules,
    projects,
    started,
  });
}

function notesOn(
  { applied, role }: DatabaseState,
  { pending, place }: { readonly pending: readonly string[]; readonly place: Replayed['place'] },
): readonly string[] {
  return [
    ...(applied.length === 0 ? ['no migration is applied'] : []),
    ...(pending.length === 0 ? [] : [`pending migrations are not compared: ${pending.join(', ')}`]),
    ...(place === 'embedded' && !role.mayCreateDatabases
      ? [
          `role ${role.name} has no privilege to create databases here, so the migrations were replayed on an embedded server`,
        ]
      : []),
  ];
}

function notesOnProjects(projects: readonly OtherProject[], others: Others): readonly string[] {
  const found = new Set(projects.map(({ table }) => table));
  const unknown = projects.filter((project) => !isKnown(project)).map(({ table }) => table);
  return [
    ...(unknown.length === 0
      ? []
      : [
          `another project migrates this database (${unknown.join(', ')}), but the history has no record of its objects: ` +
            'drift may belong to it, so no SQL is offered; list its objects in verify.others of roundtrip.json',
        ]),
    ...[...others.keys()]
      .filter((table) => !found.has(table))
      .map(
        (table) =>
          `verify.others of roundtrip.json names the migrations table ${table}, which does not exist`,
      ),
  ];
}
