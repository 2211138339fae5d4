import { performance } from 'node:perf_hooks';
import { withScratchDatabases, type ScratchDatabases } from '../database/scratch.js';
import { applyAll } from './passes/apply-all.js';
import { reapplyAll } from './passes/reapply-all.js';
import { ClusterState } from '../scratch-run/cluster-state.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { asScratchServer, guardOf } from '../scratch-run/scratch-server.js';
import { rollBackAll } from './passes/roll-back-all.js';
import { readDirectives } from './directives.js';
import { gatherEvidence, type Evidence } from './evidence.js';
import { judge, notRun } from './judge.js';
import type { Proof, ProveOptions } from './proof.js';
import { isFinding, type MigrationProof, type ProofReport } from './proof-report.js';
import { acceptancesFor } from './project-acceptance.js';
import { record, rowsAt } from './passes/record.js';
import { IncompleteObservation, type Reading } from '../scratch-run/scratch-run.js';
import { proveInParallel } from './parallel/prove-in-parallel.js';
import { chosenPositions, splitForSpeed } from './parallel/split-migrations.js';
import { joinReports, summarise } from './summary.js';
import { unsharedServer, ScratchPool, type SharedServer } from './scratch-pool.js';

export type { ProofObserver, ProveOptions } from './proof.js';
export type { RowsMode } from './rows-mode.js';

/**
 * Proves migrations in three passes over one chain: applies all, recording each state; rolls back all,
 * comparing each state with the one recorded below the migration; reapplies all, comparing each state with the
 * one recorded above it. So each migration, and the chain as a whole, runs up, down and up, with three runs of
 * each migration. After a finding the state is rebuilt, and the pass continues.
 *
 * With several `jobs` the chain is split into parts that are proven in parallel. Parts whose migrations change
 * cluster-wide objects would interfere with each other; they are proven again as one part.
 * @throws RefusedError when a step would change cluster-wide objects
 */
export async function prove(options: ProveOptions): Promise<ProofReport> {
  const started = performance.now();
  const reports = (await proveInParts(options)) ?? [await proveAll(options, unsharedServer())];
  return joinReports(reports, { ...options, milliseconds: performance.now() - started });
}

async function proveInParts(options: ProveOptions): Promise<readonly ProofReport[] | undefined> {
  const parts = splitForSpeed(chosenPositions(options), options.bail === 'on' ? 1 : options.jobs);
  if (parts.length < 2) return undefined;
  const sharedServer: SharedServer = { cluster: new ClusterState(), others: 'there' };
  try {
    return await proveInParallel(options, parts, (part) => proveAll(part, sharedServer));
  } catch (error) {
    if (!sharedServer.cluster.isTouched || options.signal.aborted) throw error;
    return undefined;
  } finally {
    await sharedServer.cluster.restoreOn(options.database, 0);
  }
}

async function proveAll(options: ProveOptions, sharedServer: SharedServer): Promise<ProofReport> {
  return withScratchDatabases(options.database, async (scratch) => {
    try {
      return await proveOnce(options, { scratch, sharedServer, reading: 'followed' });
    } catch (error) {
      if (!(error instanceof IncompleteObservation)) throw error;
      return proveOnce(options, { scratch, sharedServer, reading: 'whole' });
    }
  });
}

type ProofSetup = Pick<ProofParts, 'scratch' | 'reading' | 'sharedServer'>;

async function proveOnce(options: ProveOptions, setup: ProofSetup): Promise<ProofReport> {
  const started = performance.now();
  const evidence = await Promise.all(
    options.migrations.map(async (migration) =>
      gatherEvidence(
        migration,
        await readDirectives(migration, options.editedTexts),
        acceptancesFor(migration.name, options.acceptances ?? []),
      ),
    ),
  );
  const guardOptions = { advice: clusterAdvice, changes: options.clusterChanges };
  const clusterGuard = await guardOf(asScratchServer(options.database), guardOptions);
  const proof = prepare(options, { ...setup, evidence, clusterGuard });
  const objects = await runPasses(proof);
  const judged = evidence.flatMap((one) => one.concluded ?? leftOut(one, options));
  return summarise(judged, {
    ...objects,
    server: options.database.server,
    milliseconds: performance.now() - started,
    strict: options.strict,
  });
}

const clusterAdvice =
  'Prove on the embedded server with --embedded, or allow it on this server with --allow-cluster-changes.';

/**
 * Returns the chosen migrations that were not reached, because of an earlier failure or the first finding with
 * `bail`.
 */
function leftOut(evidence: Evidence, { chosen }: ProveOptions): readonly MigrationProof[] {
  return chosen.has(evidence.migration.name) ? [notRun(evidence)] : [];
}

interface ProofParts {
  readonly evidence: readonly Evidence[];
  readonly scratch: ScratchDatabases;
  readonly clusterGuard: ClusterGuard | undefined;
  readonly sharedServer: SharedServer;
  readonly reading: Reading;
}

function prepare(
  options: ProveOptions,
  { evidence, scratch, clusterGuard, sharedServer, reading }: ProofParts,
): Proof {
  const { config, limits, signal, migrations } = options;
  const proof: Proof = {
    ...options,
    evidence,
    appliedSteps: [],
    seededAt: undefined,
    seedError: undefined,
    rowsNow: new Map(),
    conclude: concluder(options),
    pool: new ScratchPool({
      server: options.database,
      scratch,
      config,
      limits,
      signal,
      clusterGuard,
      sharedServer,
      reading,
      migrations,
      starts: (position) => {
        proof.rowsNow = rowsAt(proof, position);
      },
      completed: (completed) => record(proof, completed),
    }),
  };
  return proof;
}

function concluder({ chosen, observer, bail, strict, database }: ProveOptions): Proof['conclude'] {
  return (evidence) => {
    // A failing migration below the chosen ones is reported, too: because of it they cannot be proven.
    const { migration, upError, upAgainError } = evidence;
    if (!chosen.has(migration.name) && !upError && !upAgainError) return 'continue';
    const proof = judge(evidence, database.server);
    evidence.concluded = proof;
    observer.proven(proof);
    return bail === 'on' && isFinding(proof, { strict }) ? 'stop' : 'continue';
  };
}

async function runPasses(proof: Proof) {
  try {
    const allApplied = await applyAll(proof);
    const allRolledBack = allApplied.next === 'roll back' ? await rollBackAll(proof, allApplied) : undefined;
    if (allRolledBack) await (await reapplyAll(proof, allRolledBack)).close();
    return allApplied.summary;
  } finally {
    await proof.pool.finish();
  }
}
