import type { Difference } from '../catalog/model/diff.js';
import { stateBelow } from '../catalog/model/net-change.js';
import type { CatalogChange } from '../catalog/observe/separate-changes.js';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import type { Database } from '../database/session.js';
import { readDatabaseState } from '../database-state/read-database-state.js';
import type { Migration } from '../migrations/migration.js';
import type { Step } from '../migrations/step.js';
import { replayQuietly } from '../scratch-run/replay.js';
import { explainFailure } from '../scratch-run/replay-failure.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { withStandIn } from '../scratch-run/with-scratch-run.js';
import type { Allowance } from './allowance.js';
import { InexactRollback, judgeRollback } from './rollback-finding.js';

export interface Rehearsal {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** All applied migrations, in order. */
  readonly applied: readonly Migration[];
  /** The last of these, latest first: the migrations to roll back. */
  readonly downs: readonly Migration[];
  readonly allowance: Allowance;
}

const advice = '--accept-traces rolls back without proving first.';

/**
 * Applies on a scratch database the migrations that are applied here, and then rolls back there those that are
 * to be rolled back.
 * @returns the changes that each of the ups made there
 * @throws InexactRollback when a down is not the inverse of its up
 * @throws DatabaseError when the migrations cannot be run there
 */
export async function rehearse(rehearsal: Rehearsal): Promise<ReadonlyMap<string, readonly Difference[]>> {
  const { database, config, signal } = rehearsal;
  const live = await readDatabaseState(database, { config: config.migrations });
  const explain = explainFailure('the rollback cannot be proven on a scratch database first', advice);
  const options = {
    database,
    live,
    signal,
    advice,
    explain,
    config: config.migrations,
    limits: statementLimits(config.limits),
  };
  return withStandIn(options, (run) => rehearseOn(run, rehearsal));
}

async function rehearseOn(
  run: ScratchRun,
  { signal, applied, downs, allowance }: Rehearsal,
): Promise<ReadonlyMap<string, readonly Difference[]>> {
  const names = new Set(downs.map(({ name }) => name));
  await replayQuietly(run, { migrations: applied.filter(({ name }) => !names.has(name)), signal });
  const ups = new Map<string, readonly Difference[]>();
  for (const migration of downs.toReversed()) {
    ups.set(migration.name, (await run.complete({ migration, direction: 'up' })).changes);
  }
  for (const migration of downs) {
    const { kind, rollback } = judgeRollback({
      migration,
      on: 'scratch',
      record: { up: ups.get(migration.name) ?? [], recorded: 'here' },
      change: await changeOf(run, { migration, direction: 'down' }),
      major: run.database.server.major,
      allowance,
    });
    if (kind === 'not-exact') throw new InexactRollback(rollback);
  }
  return ups;
}

async function changeOf(run: ScratchRun, step: Step): Promise<CatalogChange> {
  const { changes, after } = await run.complete(step);
  return { before: stateBelow(after, changes), after: new Map(after), changes };
}
