import { describeChange } from '../catalog/model/describe.js';
import {
  findDestroyed,
  findRewritten,
  mergeDestroyed,
  type Destroyed,
} from '../catalog/data/destroyed-data.js';
import { diff, subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { readStoredData, type StoredRelation } from '../catalog/data/stored-data.js';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import { migrationsTable, type TableName } from '../config/migrations-table.js';
import type { Database, Session } from '../database/session.js';
import { readDatabaseState } from '../database-state/read-database-state.js';
import { measureCopyRate } from '../keep/plan-keeping.js';
import type { Migration } from '../migrations/migration.js';
import type { Step } from '../migrations/step.js';
import { ObservedEffects } from '../effects/observed-effects.js';
import { readExisting } from '../effects/relation-facts.js';
import { replayQuietly } from '../scratch-run/replay.js';
import { explainFailure } from '../scratch-run/replay-failure.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { withStandIn } from '../scratch-run/with-scratch-run.js';
import type { PlannedLock, PlannedObject } from './run-plan.js';
import { EffectsOnExisting } from './effects-on-existing.js';

export interface TryOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** All applied migrations, in order. */
  readonly applied: readonly Migration[];
  /** The steps to run, in order. */
  readonly steps: readonly Step[];
  /** Whether to measure how fast the server copies rows. */
  readonly copyRate?: 'measured' | 'unknown';
}

/** The effects of the steps on a scratch database with the same schema. */
export interface Tried {
  readonly objects: readonly PlannedObject[];
  /** Losses, naming relations of the scratch database. */
  readonly losses: readonly Destroyed[];
  readonly rewritten: readonly StoredRelation[];
  readonly locks: readonly PlannedLock[];
  readonly scans: readonly TableName[];
  /** How fast the server copies rows, in bytes per second; 0 where that was not measured. */
  readonly copyRate: number;
}

const advice = '--dry-run shows only the SQL.';

/**
 * Applies on a scratch database the migrations that are applied here, runs the steps there, and observes their
 * effects.
 * @throws DatabaseError when the migrations cannot be run there
 */
export async function tryOnScratch(options: TryOptions): Promise<Tried> {
  const { database, config, signal } = options;
  const live = await readDatabaseState(database, { config: config.migrations });
  const explain = explainFailure('what would run cannot be tried on a scratch database', advice);
  const standIn = {
    database,
    live,
    signal,
    advice,
    explain,
    config: config.migrations,
    limits: statementLimits(config.limits),
  };
  return withStandIn(standIn, (run) => tryOn(run, options));
}

async function tryOn(
  run: ScratchRun,
  { signal, applied, steps, copyRate = 'unknown' }: TryOptions,
): Promise<Tried> {
  const bookkeeping = migrationsTable(run.config);
  const readData = () => readStoredData(run.catalogSession, { readIn: 'own transaction', bookkeeping });
  await replayQuietly(run, { migrations: applied, signal });
  const before = new Map(run.objects);
  const storedBefore = await readData();
  const effects = new EffectsOnExisting(await readExisting(run.catalogSession, bookkeeping));
  const changed: Destroyed[] = [];
  const statements: string[] = [];
  for (const step of steps) {
    const observed = await observe(step, { run, effects, bookkeeping });
    changed.push(...observed.losses);
    statements.push(...observed.statements);
  }
  const filled = asIfFilled(storedBefore, await readData());
  const losses = mergeDestroyed(findDestroyed(...filled, statements), asTheyWere(changed, storedBefore));
  return {
    objects: plannedObjects(before, run.objects),
    losses,
    rewritten: findRewritten(...filled),
    locks: effects.locks,
    scans: effects.scans,
    copyRate: copyRate === 'measured' ? await measureCopyRate(run.catalogSession) : 0,
  };
}

/**
 * Treats all tables as filled: tables that are empty on the scratch database have rows in the real one, and the
 * row counters of different transactions cannot be compared.
 */
function asIfFilled(
  before: readonly StoredRelation[],
  after: readonly StoredRelation[],
): readonly [readonly StoredRelation[], readonly StoredRelation[]] {
  const empty = new Set(before.filter(({ rows }) => rows === 'none').map(({ oid }) => oid));
  const filled = (relation: StoredRelation): StoredRelation => ({
    ...relation,
    inserted: '0',
    changed: '0',
    rows: empty.has(relation.oid) ? 'some' : relation.rows,
  });
  return [before.map(filled), after.map(filled)];
}

interface Observing {
  readonly run: ScratchRun;
  readonly effects: EffectsOnExisting;
  readonly bookkeeping: TableName;
}

interface Observed {
  /** Tables whose rows were changed; not known for a step without a transaction. */
  readonly losses: readonly Destroyed[];
  readonly statements: readonly string[];
}

async function observe(step: Step, { run, effects, bookkeeping }: Observing): Promise<Observed> {
  const read = (session: Session) => readStoredData(session, { readIn: 'open transaction', bookkeeping });
  let before: readonly StoredRelation[] = [];
  let losses: readonly Destroyed[] = [];
  const observed = new ObservedEffects(run, bookkeeping);
  const { result } = await run.complete(step, {
    ...observed.inside,
    afterBegin: async (session) => {
      before = await read(session);
      await observed.inside.afterBegin(session);
    },
    beforeCommit: async (session, { transaction }) => {
      if (transaction === 'none') return;
      losses = findDestroyed(before, await read(session), []).filter(({ what }) => what === 'rows');
    },
  });
  effects.add(observed.statements, step.migration.name);
  return { losses, statements: result.statements.map(({ sql }) => sql) };
}

/** Returns the tables in their form before the first step; those that were created by a step are left out. */
function asTheyWere(
  changed: readonly Destroyed[],
  relations: readonly StoredRelation[],
): readonly Destroyed[] {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  return changed.flatMap(({ relation: { oid } }): readonly Destroyed[] => {
    const relation = byOid.get(oid);
    return relation ? [{ what: 'rows', relation }] : [];
  });
}

const changes = { missing: 'goes', left: 'comes', changed: 'changes', reordered: 'changes' } as const;

function plannedObjects(before: Snapshot, after: Snapshot): readonly PlannedObject[] {
  const differences = diff(before, after);
  const alone = new Set(withoutConsequences(differences).map(keyOfDifference));
  return differences.map((difference) => {
    const { kind, name, parent, cascadesFrom } = subject(difference);
    const taker = alone.has(keyOfDifference(difference)) ? undefined : (parent ?? cascadesFrom);
    return {
      kind,
      name,
      change: changes[difference.change],
      ...describeChange(difference, { before, after }),
      with: taker ? keyOf(taker) : null,
    };
  });
}

function keyOfDifference(difference: Difference): string {
  return `${difference.change} ${keyOf(subject(difference))}`;
}
