import { performance } from 'node:perf_hooks';
import type { MigrationsConfig } from '../config/config.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { Migration } from '../migrations/migration.js';
import { StatementError } from '../migrations/statement-error.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { asScratchServer, guardOf } from '../scratch-run/scratch-server.js';
import { comparePaths } from './compare-paths.js';
import { verdictOf, type CommuteFinding, type CommuteReport, type Side } from './commute-report.js';
import { hasDown, pathAlone, pathsOfBoth, stagesOf, type Path, type RunPath } from './paths.js';
import { runPath, withBase, type BaseOptions, type CommuteProgress, type Place } from './scratch-paths.js';

export interface CommuteOptions {
  /** Server for scratch databases. */
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  /** The branch that is compared with: `origin/main`. */
  readonly branch: string;
  /** The migrations that both have, in order. */
  readonly common: readonly Migration[];
  /** The migrations of this branch, and those that came to the main branch meanwhile, in order. */
  readonly sides: Readonly<Record<Side, readonly Migration[]>>;
  /** `generate`: tables get rows before the two sides; `existing`: only rows of migrations are compared. */
  readonly rows: 'generate' | 'existing' | 'none';
  readonly clusterChanges: ClusterGuard['changes'];
  readonly progress?: CommuteProgress;
}

/**
 * Proves that two groups of migrations lead to the same state in either order, and that each of them can be rolled back
 * while the other one stays. All orders run on copies of one scratch database.
 *
 * @throws RefusedError when a migration would change objects that all databases of the server share
 */
export async function proveCommute(options: CommuteOptions): Promise<CommuteReport> {
  const started = performance.now();
  const { branch, sides, database, clusterChanges: changes } = options;
  const about = {
    branch,
    own: sides.branch.map(({ name }) => name),
    meanwhile: sides.main.map(({ name }) => name),
  };
  if (about.own.length === 0 || about.meanwhile.length === 0)
    return { ...about, verdict: 'nothing-to-compare', findings: [], notes: [], milliseconds: 0 };
  const clusterGuard = await guardOf(asScratchServer(database), { advice, changes });
  const compared = await withScratchDatabases(database, (scratch) =>
    compareOrders(options, { progress: undefined, ...options, server: database, scratch, clusterGuard }),
  ).catch(notCompared);
  return { ...about, ...compared, milliseconds: performance.now() - started };
}

type Compared = Pick<CommuteReport, 'verdict' | 'findings' | 'notes'>;

/** @throws what is no failure of a migration that both branches have */
function notCompared(error: unknown): Compared {
  if (!(error instanceof StatementError)) throw error;
  const { direction, migration, reason } = error;
  const note = `not compared: the ${direction} of ${migration}, which both branches have, fails: ${reason}`;
  return { verdict: 'not-compared', findings: [], notes: [note] };
}

const advice =
  'Compare on the embedded server with --embedded, or allow it on this server with --allow-cluster-changes.';

/** Steps that fail only on generated rows say nothing about the order: then the tables stay empty. */
async function compareOrders(options: CommuteOptions, place: Place): Promise<Compared> {
  const notes = notesOnDowns(options.sides);
  if (options.rows !== 'generate') {
    const rows = options.rows === 'none' ? 'ignored' : 'compared';
    return concluded(await compareOn(options, place, rows), notes);
  }
  const filled = await compareOn(options, place, 'generated');
  const failed = filled.find(({ error }) => error !== undefined)?.error;
  if (!failed) return concluded(filled, notes);
  const empty = await compareOn(options, place, 'compared');
  const failsAgain = empty.some(({ error }) => error?.migration === failed.migration);
  const { direction, migration, message } = failed;
  const note = `rows were not compared: the ${direction} of ${migration} fails with generated rows: ${message}`;
  return concluded(empty, failsAgain ? notes : [...notes, note]);
}

function concluded(findings: readonly CommuteFinding[], notes: readonly string[]): Compared {
  return { verdict: verdictOf(findings), findings, notes };
}

function notesOnDowns(sides: CommuteOptions['sides']): readonly string[] {
  const names = [...sides.main, ...sides.branch].filter((one) => !hasDown(one)).map(({ name }) => name);
  return names.length === 0 ? [] : [`no down, so only the ups were compared: ${names.join(', ')}`];
}

function compareOn(
  { common, sides }: CommuteOptions,
  place: Place,
  rows: BaseOptions['rows'],
): Promise<readonly CommuteFinding[]> {
  return withBase(place, { migrations: common, rows }, async (base) => {
    const run = async (path: Path): Promise<RunPath> => {
      const result = await runPath(place, { base, stages: stagesOf(path, sides), sides });
      return { ...path, result };
    };
    const both: RunPath[] = [];
    for (const path of pathsOfBoth) both.push(await run(path));
    const findings = comparePaths({ base: base.state, both });
    if (!findings.some(isOfRollback)) return findings;
    const alone = { main: await run(pathAlone('main')), branch: await run(pathAlone('branch')) };
    return comparePaths({ base: base.state, both, alone });
  });
}

/** Whether it may be that one side alone does not roll back exactly, which is no matter of order. */
function isOfRollback({ at }: CommuteFinding): boolean {
  return at.rolledBack.length > 0;
}
