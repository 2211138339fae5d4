import { join } from 'node:path';
import { diff, type Difference } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { isOfSchema } from '../pairs/of-schema.js';
import { mapRoleNames } from '../catalog/model/map-role-names.js';
import { catalogTraces, type CatalogTrace } from '../catalog/repair/catalog-trace.js';
import { comparableWithReplay } from '../compare/comparable-with-replay.js';
import type { Config } from '../config/config.js';
import type { ConnectionSettings } from '../config/connection.js';
import { statementLimits } from '../config/limits.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { readDatabaseState, type DatabaseState } from '../database-state/read-database-state.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import { DatabaseError } from '../errors.js';
import type { MigrationLanguage } from '../migrations/language.js';
import { loadTexts } from '../migrations/load-source.js';
import type { StatementError } from '../migrations/statement-error.js';
import { writeNewFiles } from '../migrations/write-new-files.js';
import { readExtensionDefaults } from '../pairs/for-empty-database.js';
import { proveFromEmpty, type ProvenStates, type StepProgress } from '../pairs/prove-from-empty.js';
import { limitsOf, planWhole, type WholeFile } from '../pairs/whole-files.js';
import { pairText } from '../pairs/write/pair-text.js';
import type { ScratchChoice } from '../scratch-run/choose-server.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { scratchServerAdvice } from '../scratch-run/replay.js';
import type { ScratchServer } from '../scratch-run/scratch-server.js';
import { withStandIn } from '../scratch-run/with-scratch-run.js';
import { assertNoFiles, assertNothingApplied } from './assert-new-project.js';
import { pullDrizzleSchema } from './drizzle-schema.js';
import type { IntrospectedFile, IntrospectReport } from './introspect-report.js';
import { wantedCatalog, type WantedCatalog, type WantedOptions } from './wanted-catalog.js';

export interface IntrospectOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly scratch: ScratchChoice;
  /** Description in the name of the file: `initial-schema`. */
  readonly name: string;
  readonly language: MigrationLanguage;
  readonly roles: WantedOptions['roles'];
  /** A catalog of so many statements is divided among files. */
  readonly divideFrom?: number;
  readonly mode: 'write' | 'dry run';
  /** Absolute path of a Drizzle schema to write, and what drizzle-kit needs for it. */
  readonly drizzle?: {
    readonly path: string;
    readonly program: string;
    readonly connection: ConnectionSettings;
  };
  /** Milliseconds since 1970, the number in the name of the first file. */
  readonly now: number;
  readonly progress?: StepProgress;
}

/**
 * Writes the first migration of a project from an existing database: its up creates exactly the catalog of the
 * database in an empty one, its down removes it again. Both are proven on a scratch database first.
 *
 * @throws UsageError when the project or the database already has migrations
 * @throws DatabaseError, RefusedError when the proof cannot run
 */
export async function introspect(options: IntrospectOptions): Promise<IntrospectReport> {
  const { database, config, scratch: choice, signal } = options;
  await assertNoFiles(options);
  const limits = statementLimits(config.limits);
  const live = await readDatabaseState(database, { config: config.migrations, limits });
  assertNothingApplied(live, config);
  const report = await withStandIn(
    {
      database,
      live,
      choice,
      signal,
      config: config.migrations,
      limits,
      advice: 'Use another server for the proof: --scratch-url embedded, or --scratch-url URL.',
      serverAdvice: scratchServerAdvice(live.server.major),
      explain: explainFailure,
    },
    (run, scratch) => planAndProve({ run, scratch, live, options }),
  );
  if (report.verdict !== 'written') return report;
  await writeNewFiles([...report.files, ...(report.drizzle ? [report.drizzle] : [])]);
  return report;
}

interface Introspection {
  readonly run: ScratchRun;
  readonly scratch: ScratchServer;
  readonly live: DatabaseState;
  readonly options: IntrospectOptions;
}

async function planAndProve(introspection: Introspection): Promise<IntrospectReport> {
  const { run, scratch, live, options } = introspection;
  const wanted = wantedCatalog(live, { roles: options.roles, empty: run.objects });
  if (options.roles === 'presumed') await createMissingRoles(introspection, wanted);
  const { name: runner } = await readRoleFacts(run.catalogSession, run.config);
  const empty = emptyAs(run.objects, { from: runner, to: live.role.runner });
  const files = planWhole(empty, wanted.catalog, {
    major: live.server.major,
    role: live.role.runner,
    divideFrom: options.divideFrom ?? 400,
    extensions: await readExtensionDefaults(run.catalogSession),
  });
  const report = await startReport(files, { ...introspection, wanted, empty });
  if (report.files.length === 0) return { ...report, verdict: 'empty' };
  if (report.limits.length > 0) return { ...report, verdict: 'not-exact' };
  const migrations = await loadTexts(report.files, { ...options.config.migrations, shorthands: {} });
  const baseline = new Map(run.objects);
  const { signal, progress } = options;
  const states = await proveFromEmpty(run, { migrations, signal, progress });
  const residual = residualOf(states, { ...introspection, wanted, baseline, runner, place: scratch.place });
  if (residual.length > 0) return { ...report, residual, verdict: 'not-exact' };
  if (options.mode === 'dry run') return { ...report, verdict: 'planned' };
  return { ...report, ...(await drizzleSchema(wanted, options)), verdict: 'written' };
}

async function drizzleSchema(
  { catalog, toolTables }: WantedCatalog,
  { drizzle, signal }: IntrospectOptions,
): Promise<Pick<IntrospectReport, 'drizzle'>> {
  if (!drizzle) return {};
  const { path, ...pull } = drizzle;
  return { drizzle: { path, ...(await pullDrizzleSchema({ ...pull, catalog, toolTables, signal })) } };
}

/** On a server of the tool's own, roles that the files presume have to be created first. */
async function createMissingRoles({ run, scratch }: Introspection, { roles }: WantedCatalog): Promise<void> {
  if (scratch.place !== 'embedded' || roles.length === 0) return;
  const present = run.objects;
  const missing = roles.filter((name) => !present.has(keyOf({ kind: 'role', name })));
  await withSession(scratch.server, async (session) => {
    for (const name of missing) await session.query(`CREATE ROLE ${name}`);
  });
  await run.observe();
}

/** The empty database as if the role that migrates the live one had created it. */
function emptyAs(empty: Snapshot, { from, to }: Readonly<Record<'from' | 'to', string>>): Snapshot {
  const map = (role: string) => (role === from ? to : role);
  return new Map(
    [...empty]
      .filter(([, object]) => object.kind === 'database' || isOfSchema(object))
      .map(([key, object]) => [key, object.kind === 'database' ? object : mapRoleNames(object, map)]),
  );
}

type Planned = Introspection & { readonly wanted: WantedCatalog; readonly empty: Snapshot };

async function startReport(
  files: readonly WholeFile[],
  planned: Planned,
): Promise<Omit<IntrospectReport, 'verdict'>> {
  const { live, options, wanted, empty } = planned;
  const written = files.filter(({ pair }) => pair.up.statements.length > 0);
  return {
    label: live.label,
    files: await Promise.all(written.map((file, index) => fileOf(file, { options, index }))),
    objects: countObjects(diff(empty, wanted.catalog)),
    roles: { names: wanted.roles, are: options.roles },
    toolTables: wanted.toolTables,
    leftOut: wanted.leftOut,
    limits: limitsOf(written),
    residual: [],
  };
}

async function fileOf(
  { topic, pair }: WholeFile,
  { options, index }: { readonly options: IntrospectOptions; readonly index: number },
): Promise<IntrospectedFile> {
  const { config, language, now } = options;
  const suffix = topic === undefined ? '' : `-${slugOf(topic)}`;
  const name = `${now + index}_${options.name}${suffix}`;
  const path = join(config.migrations.directories[0], `${name}.${language}`);
  return {
    name,
    path,
    text: await pairText({ ...pair, transaction: 'one' }, { language, form: 'esm' }),
  };
}

function slugOf(topic: string): string {
  return topic.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'schema';
}

function countObjects(differences: readonly Difference[]): IntrospectReport['objects'] {
  const counts = new Map<string, number>();
  for (const { change, after } of differences) {
    if (change === 'left') counts.set(after.kind, (counts.get(after.kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

interface Proven extends Introspection {
  readonly wanted: WantedCatalog;
  readonly baseline: Snapshot;
  readonly runner: string;
  readonly place: ScratchServer['place'];
}

function residualOf(states: ProvenStates, proven: Proven): readonly CatalogTrace[] {
  const { live } = proven;
  const { major } = live.server;
  const { expected: after, actual: before } = comparable(states, proven);
  return [
    ...catalogTraces(diff(before, after), { before, after, major }),
    ...states.differing.flatMap((one) =>
      catalogTraces(one.differences, { before: one.before, after: one.after, major }),
    ),
  ];
}

/** `expected`: the result of the files; `actual`: the database, without what the files leave out. */
function comparable(states: ProvenStates, { live, scratch, wanted, baseline, runner, place }: Proven) {
  const replayed = {
    place,
    server: scratch.server.server,
    baseline,
    catalog: states.top,
    runner,
    milliseconds: 0,
    steps: [],
  };
  return comparableWithReplay({ ...live, catalog: wanted.catalog }, replayed);
}

/** The planned statements are at fault, or the server of the proof lacks something. */
function explainFailure(error: StatementError, { place }: ScratchServer): DatabaseError {
  return new DatabaseError(`the planned migration cannot be proven: ${error.message}`, {
    remedy: `Nothing was written. ${
      place === 'live server'
        ? 'If the role lacks a privilege, prove on another server with --scratch-url embedded, or --scratch-url URL.'
        : 'Give a server that has the same extensions with --scratch-url URL.'
    }`,
    cause: error,
  });
}
