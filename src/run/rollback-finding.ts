import {
  catalogTraces,
  wholeRepair,
  type CatalogTrace,
  type WholeRepair,
} from '../catalog/repair/catalog-trace.js';
import {
  rollbackTraces,
  type ChangedSince,
  type GoingAlong,
  type Rollback,
  type RollbackTrace,
  type RollbackTraces,
} from '../catalog/model/rollback-traces.js';
import { describeChange, describeObject } from '../catalog/model/describe.js';
import { subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import type { CatalogChange } from '../catalog/observe/separate-changes.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import type { RepairScope } from '../catalog/repair/plan-repair.js';
import { RoundtripError, exitCodes } from '../errors.js';
import type { Migration } from '../migrations/migration.js';
import { isAccepted, type Allowance } from './allowance.js';

/** The result of comparing a rollback with its up: all that is needed while the rollback holds its locks. */
export interface JudgedRollback {
  readonly migration: string;
  /** Absolute path of the file with the down. */
  readonly path: string;
  /** Where the down ran. */
  readonly on: 'database' | 'scratch';
  readonly traces: readonly Pick<FoundTrace, 'kind' | 'name' | 'change'>[];
  /** Objects of the migration that were changed since the up by something else. */
  readonly changedSince: readonly Pick<ChangedObject, 'kind' | 'name' | 'lost'>[];
  /** Objects that others added to what the down drops, and that are dropped with it. */
  readonly goesAlong: readonly AddedObject[];
  /** Objects that stop the rollback, neither accepted nor harmless, such as `type public.mood`. */
  readonly stoppedBy: readonly string[];
  /**
   * Describes the objects and plans the SQL that repairs them. This takes time, so it must be called after the
   * transaction of the rollback has ended.
   */
  describe(): RollbackFinding;
}

/** The reasons why a rollback is not the exact inverse of the up, object by object. */
export interface RollbackFinding extends WholeRepair, Omit<JudgedRollback, 'describe'> {
  readonly traces: readonly FoundTrace[];
  readonly changedSince: readonly ChangedObject[];
}

export interface FoundTrace extends CatalogTrace, Pick<RollbackTrace, 'cause' | 'place'> {}

/** An object that was changed after the up, with its states after the up and before the down. */
export interface ChangedObject {
  readonly kind: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the down undoes that change. */
  readonly lost: boolean;
}

export interface AddedObject {
  readonly kind: string;
  readonly name: string;
  /** `table public.orders` */
  readonly with: string;
  /** Description of the object, or of its part that is dropped. */
  readonly text: string;
}

export interface RollbackVerdict {
  /** `accepted`: not exact, but all deviations are accepted. */
  readonly kind: 'exact' | 'reordered' | 'accepted' | 'not-exact';
  readonly rollback: JudgedRollback;
}

export interface Judged {
  readonly migration: Migration;
  readonly on: RollbackFinding['on'];
  /** The changes of the up, and whether they were made in this database. */
  readonly record: Pick<Rollback, 'up' | 'recorded'>;
  /** The changes of the down. */
  readonly change: CatalogChange;
  /** Major version of the server. */
  readonly major: number;
  readonly allowance: Allowance;
}

/**
 * Determines whether a down undid exactly the changes of its up. Only compares, since the rollback may hold
 * locks.
 */
export function judgeRollback(judged: Judged): RollbackVerdict {
  const { migration, on, record, change, allowance } = judged;
  const { before, after, changes } = change;
  const found = rollbackTraces({ ...record, before, after, down: changes });
  const inexact = objectsOf(found, allowance);
  const stopping = inexact.filter((object) => !isAccepted(object, allowance.traces));
  const facts = {
    migration: migration.name,
    path: migration.downPath ?? migration.path,
    on,
    goesAlong: [...found.goesAlong.map(reportAdded), ...found.changedSince.flatMap(reportChangedAlong)],
    stoppedBy: [...new Set(stopping.map(keyOf))],
  };
  const rollback: JudgedRollback = {
    ...facts,
    traces: withoutConsequences(found.traces.map(({ difference }) => difference)).map(nameTrace),
    changedSince: changedObjects(found).map(nameChanged),
    describe: () => ({ ...facts, ...describeFound(found, judged) }),
  };
  if (stopping.length > 0) return { kind: 'not-exact', rollback };
  if (inexact.length > 0) return { kind: 'accepted', rollback };
  return { kind: found.traces.length > 0 ? 'reordered' : 'exact', rollback };
}

function describeFound(
  found: RollbackTraces,
  { change, major }: Judged,
): WholeRepair & Pick<RollbackFinding, 'traces' | 'changedSince'> {
  const dropped = permanentlyDropped(change.changes, found.before);
  const scope: RepairScope = { ...found, major, database: 'the same', dropped };
  return {
    traces: tracesOf(found, scope),
    changedSince: changedObjects(found).map(report),
    ...wholeRepair(differencesIn(found, 'there'), scope),
  };
}

function nameTrace(difference: Difference): JudgedRollback['traces'][number] {
  const { kind, name } = subject(difference);
  return { kind, name, change: difference.change };
}

function nameChanged({ difference, outcome }: ChangedSince): JudgedRollback['changedSince'][number] {
  const { kind, name } = subject(difference);
  return { kind, name, lost: outcome === 'lost' };
}

function changedObjects({ changedSince }: RollbackTraces): readonly ChangedSince[] {
  return changedSince.filter(({ outcome }) => outcome !== 'goes along');
}

/** Returns the objects that deviate, without those that follow from the object that they belong to. */
function objectsOf(found: RollbackTraces, { added }: Allowance): readonly CatalogObject[] {
  const differences = withoutConsequences(found.traces.map(({ difference }) => difference));
  return [
    ...differences.filter(({ change }) => change !== 'reordered').map(subject),
    ...found.changedSince
      .filter(({ outcome }) => outcome === 'lost')
      .map(({ difference }) => subject(difference)),
    ...(added === 'refused' ? found.goesAlong.map(({ object }) => object) : []),
    ...(added === 'refused' ? found.changedSince.filter(({ outcome }) => outcome === 'goes along') : []).map(
      ({ difference }) => subject(difference),
    ),
  ];
}

function differencesIn({ traces }: RollbackTraces, place: RollbackTrace['place']) {
  return traces.filter((trace) => trace.place === place).map(({ difference }) => difference);
}

/** Offers repair SQL only for objects that can be restored. */
function tracesOf(found: RollbackTraces, scope: RepairScope): readonly FoundTrace[] {
  const byKey = new Map(found.traces.map((trace) => [keyOf(subject(trace.difference)), trace]));
  const differences = found.traces.map(({ difference }) => difference);
  return catalogTraces(differences, scope).flatMap((trace) => {
    const { cause, place } = byKey.get(keyOf(trace)) ?? {};
    if (!cause || !place) return [];
    return [{ ...trace, cause, place, repair: place === 'there' ? trace.repair : null }];
  });
}

/** Returns the objects that the down was right to drop: nothing that depends on them can be re-created. */
function permanentlyDropped(down: readonly Difference[], expected: Snapshot): readonly CatalogObject[] {
  return down.flatMap(({ change, before }) =>
    change === 'missing' && !expected.has(keyOf(before)) ? [before] : [],
  );
}

function report(changed: ChangedSince): ChangedObject {
  return { ...nameChanged(changed), ...describeChange(changed.difference) };
}

function reportAdded({ object, with: taker, part }: GoingAlong): AddedObject {
  const { kind, name } = object;
  return { kind, name, with: keyOf(taker), text: part ?? describeObject(object) };
}

function reportChangedAlong({ difference, outcome }: ChangedSince): readonly AddedObject[] {
  if (outcome !== 'goes along' || difference.change !== 'changed') return [];
  const { kind, name } = difference.after;
  return [{ kind, name, with: keyOf(difference.after), text: difference.attributes.join(', ') }];
}

/** A rollback was stopped before it took effect, because it would not have been exact. */
export class InexactRollback extends RoundtripError {
  readonly code = 'inexact-rollback';
  readonly exitCode = exitCodes.finding;
  readonly rollback: JudgedRollback;
  #finding: RollbackFinding | undefined;

  constructor(rollback: JudgedRollback) {
    super(refusalOf(rollback), { remedy: `${stateOf(rollback)} ${remedyFor(rollback)}` });
    this.rollback = rollback;
  }

  /** Computed on first use, when the rollback no longer holds locks. */
  get finding(): RollbackFinding {
    this.#finding ??= this.rollback.describe();
    return this.#finding;
  }
}

type Reason = 'traces' | 'changed since' | 'added since';

type Reasons = Pick<JudgedRollback, 'migration' | 'on' | 'traces' | 'changedSince' | 'stoppedBy'>;

/** Returns the most serious reason for which a rollback is stopped. */
function reasonOf({ traces, changedSince, stoppedBy }: Reasons): Reason {
  const stops = (object: Pick<FoundTrace | ChangedObject, 'kind' | 'name'>) =>
    stoppedBy.includes(`${object.kind} ${object.name}`);
  if (traces.some((trace) => trace.change !== 'reordered' && stops(trace))) return 'traces';
  return changedSince.some((object) => object.lost && stops(object)) ? 'changed since' : 'added since';
}

const refusals: Readonly<Record<Reason, string>> = {
  traces: 'is not the exact inverse of its up',
  'changed since': 'would undo changes made since its up',
  'added since': 'would also drop objects added since its up',
};

const remedies: Readonly<Record<Reason, string>> = {
  traces: 'Fix the down, or accept the traces with --accept-traces.',
  'changed since': 'To keep the change, write a migration for it; to lose it, add --accept-traces.',
  'added since':
    'To keep it, move it elsewhere; to drop it, add --accept-traces or leave out --strict-rollback.',
};

/** Returns a sentence about the fault of a rollback, without a full stop. */
export function refusalOf(finding: Reasons): string {
  return `the down of ${finding.migration} ${refusals[reasonOf(finding)]}`;
}

export function remedyFor(finding: Reasons): string {
  return remedies[reasonOf(finding)];
}

export function stateOf({ on }: Reasons): string {
  return on === 'database'
    ? 'The rollback was not committed: the database is unchanged.'
    : 'Found on a scratch database; this database was not changed.';
}
