import type { Config } from '../config/config.js';
import { withScratchServer } from '../database/open-database.js';
import { RoundtripError, UsageError, exitCodes } from '../errors.js';
import { findByName } from '../migrations/find-by-name.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { requireExtensions } from '../database/required-extensions.js';
import { defaultJobs } from '../prove/parallel/default-jobs.js';
import type { ProofReport } from '../prove/proof-report.js';
import { proofSettings, strictness, type ProofSettings } from '../prove/proof-settings.js';
import { prove as proveMigrations, type RowsMode } from '../prove/prove.js';
import { createPaint } from '../report/text/paint.js';
import { proofToJson, type ProveResult } from '../report/prove/json.js';
import { renderProof } from '../report/prove/text.js';
import { seedForProof } from '../seed/seed-for-proof.js';
import { assertKnownValue, type OptionNames, type ProjectOptions } from './project-options.js';
import { withProject, type Project } from './with-project.js';

export interface ProveOptions extends ProjectOptions {
  /** Names or numbers of the migrations to judge, as for `roundtrip prove NAME…`; default: all. */
  readonly names?: readonly string[] | undefined;
  /** Rows to compare; the default, `generate`, also fills empty tables. */
  readonly rows?: RowsMode | undefined;
  /** Seed set to load as soon as its tables exist. */
  readonly seed?: string | undefined;
  /** Whether a different order of columns is a finding. */
  readonly strict?: boolean | undefined;
  /** Whether to stop at the first finding. */
  readonly bail?: boolean | undefined;
  /** Number of parallel proofs. */
  readonly jobs?: number | undefined;
  /** Whether migrations may change roles and tablespaces on a shared server. */
  readonly allowClusterChanges?: boolean | undefined;
}

export const proveOptionNames: OptionNames<Omit<ProveOptions, keyof ProjectOptions>> = {
  names: true,
  rows: true,
  seed: true,
  strict: true,
  bail: true,
  jobs: true,
  allowClusterChanges: true,
};

/**
 * Proves that each `down` is the exact inverse of its `up`, on scratch databases of the server that the
 * configuration names, or on an embedded one. No other database is changed.
 * @returns the output of `roundtrip prove --json`; a migration that is not reversible is not an error
 * @throws RoundtripError when the proof cannot be run
 */
export function prove(options: ProveOptions = {}): Promise<ProveResult> {
  return withProject(options, proveOptionNames, async (project) =>
    proofToJson(await proofOf(project, options), project.cwd),
  );
}

/**
 * Like `prove`, but throws if there is a finding, so that a test needs only one line.
 * @throws NotReversibleError with the report as text in its message, when there is a finding
 * @throws RoundtripError when the proof cannot be run
 */
export function assertReversible(options: ProveOptions = {}): Promise<ProveResult> {
  return withProject(options, proveOptionNames, async (project) => {
    const report = await proofOf(project, options);
    const { cwd } = project;
    const result = proofToJson(report, cwd);
    if (report.verdict === 'reversible') return result;
    const strict = strictness(options, project.config);
    throw new NotReversibleError(renderProof(report, { paint: createPaint('never'), strict, cwd }), result);
  });
}

/** Thrown by `assertReversible`; its message is the report that `roundtrip prove` prints. */
export class NotReversibleError extends RoundtripError {
  readonly code = 'not-reversible';
  readonly exitCode = exitCodes.finding;
  /** The result that `prove` would have returned. */
  readonly result: ProveResult;

  constructor(text: string, result: ProveResult) {
    super(text, { remedy: 'The message contains the repair of each object.' });
    this.result = result;
  }
}

/** Proves the migrations of a project; the report has the details of each. */
export async function proofOf(project: Project, options: ProveOptions): Promise<ProofReport> {
  const { config, signal } = project;
  const settings = settingsOf(options, config);
  const files = await findMigrationFiles(config.migrations);
  if (files.length === 0)
    throw new UsageError('there are no migrations to prove', { remedy: 'Write one: roundtrip new NAME' });
  const chosen = options.names ? options.names.map((name) => findByName(files, name)) : files;
  const migrations = await loadMigrations(files, config.migrations);
  const seed = await seedForProof(options.seed ?? config.prove.seed, config);
  return withScratchServer(config.database, { signal }, async (database) => {
    await requireExtensions(database, config.extensions);
    return proveMigrations({
      ...settings,
      database,
      signal,
      migrations,
      seed,
      chosen: new Set(chosen.map(({ name }) => name)),
      observer: { step: () => undefined, proven: () => undefined },
    });
  });
}

/** @throws UsageError for a value that no option has */
function settingsOf(options: ProveOptions, config: Config): ProofSettings {
  const { jobs = defaultJobs() } = options;
  const settings = proofSettings({ ...options, jobs }, config);
  assertKnownValue('rows', settings.rows, ['generate', 'existing', 'none']);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new UsageError(`jobs cannot be ${jobs}`, { remedy: 'Give a whole number, 1 or more.' });
  return settings;
}
