import { diff } from '../catalog/model/diff.js';
import { keyOf } from '../catalog/model/object.js';
import { catalogTraces } from '../catalog/repair/catalog-trace.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Database } from '../database/session.js';
import type { ScratchDatabases } from '../database/scratch.js';
import type { Migration } from '../migrations/migration.js';
import type { Direction } from '../migrations/migration.js';
import { StatementError } from '../migrations/statement-error.js';
import { withRestoringRun } from '../scratch-run/run-in.js';
import type { ScratchRun, ScratchRunOptions } from '../scratch-run/scratch-run.js';
import type { SquashDifference, SquashPosition } from './squash-report.js';
import {
  compareStates,
  readState,
  withoutVarying,
  type ContentsDifference,
  type SquashedState,
} from './squashed-state.js';

/** Where the runs of a squash take place. */
export interface SquashPlace {
  readonly server: Database;
  readonly scratch: ScratchDatabases;
  readonly run: Omit<ScratchRunOptions, 'database' | 'reading'>;
  readonly signal: AbortSignal;
  readonly progress?: SquashProgress | undefined;
}

/** Called before each step of a run. */
export type SquashProgress = (step: {
  readonly name: string;
  readonly direction: Direction;
  /** Whether the old migrations or the new file are applied. */
  readonly of: 'old' | 'new';
}) => void;

/** The states to which migrations lead, and those on the way through later ones and back. */
export interface History {
  readonly empty: SquashedState;
  readonly whole: SquashedState;
  /** After the up of each later migration, and then after the down of each, backwards. */
  readonly ups: readonly SquashedState[];
  readonly downs: readonly SquashedState[];
}

/** The work of one run, on a scratch database that exists only for it. */
type Action<T> = (run: ScratchRun, step: Stepper) => Promise<T>;
type Stepper = (migration: Migration, direction: Direction) => Promise<void>;

/**
 * Runs `action` on an empty scratch database, and then restores what its steps changed outside of it, such as
 * roles.
 */
export function withRun<T>(place: SquashPlace, of: 'old' | 'new', action: Action<T>): Promise<T> {
  const { server, scratch: databases, signal, progress } = place;
  return withRestoringRun(server, { ...place.run, databases, reading: 'whole' }, (run, cluster) =>
    action(run, async (migration, direction) => {
      stopIfInterrupted(signal);
      progress?.({ name: migration.name, direction, of });
      cluster.note((await run.complete({ migration, direction })).changes);
    }),
  );
}

/** Applies migrations, then the later ones, and rolls these back. Calls `read` between the two. */
export function readHistory<T>(
  place: SquashPlace,
  { old, later }: { readonly old: readonly Migration[]; readonly later: readonly Migration[] },
  read: (run: ScratchRun) => Promise<T>,
): Promise<History & { readonly result: T }> {
  return withRun(place, 'old', async (run, step) => {
    const empty = await readState(run);
    for (const migration of old) await step(migration, 'up');
    const whole = await readState(run);
    const result = await read(run);
    return { empty, whole, result, ...(await continueWith(later, { run, step })) };
  });
}

async function continueWith(
  later: readonly Migration[],
  { run, step }: { readonly run: ScratchRun; readonly step: Stepper },
): Promise<Pick<History, 'ups' | 'downs'>> {
  const ups: SquashedState[] = [];
  const downs: SquashedState[] = [];
  for (const migration of later) {
    await step(migration, 'up');
    ups.push(await readState(run));
  }
  for (const migration of later.toReversed()) {
    const isBack = hasDown(migration) && (await tryStep(step, migration));
    if (!isBack) break;
    downs.push(await readState(run));
  }
  return { ups, downs };
}

function hasDown({ down }: Migration): boolean {
  return down.kind === 'written' || down.kind === 'inferred';
}

/** A down that also fails without the file says nothing about it. */
async function tryStep(step: Stepper, migration: Migration): Promise<boolean> {
  try {
    await step(migration, 'down');
    return true;
  } catch (error) {
    if (error instanceof StatementError) return false;
    throw error;
  }
}

export interface SquashProof {
  readonly squash: Migration;
  readonly later: readonly Migration[];
  readonly history: History;
  /** What also differs between two runs of the old migrations, at each position. */
  readonly varying: Varying;
}

export interface Varying {
  readonly whole: readonly ContentsDifference[];
  readonly ups: readonly (readonly ContentsDifference[])[];
  readonly downs: readonly (readonly ContentsDifference[])[];
}

/** Contents that differ between two runs of the same migrations. */
export function findVarying(one: History, other: History): Varying {
  const between = (states: readonly SquashedState[], others: readonly SquashedState[]) =>
    states.map((state, index) => {
      const second = others[index];
      return second ? compareStates(state, second).contents : [];
    });
  return {
    whole: compareStates(one.whole, other.whole).contents,
    ups: between(one.ups, other.ups),
    downs: between(one.downs, other.downs),
  };
}

/**
 * Proves that a migration is equal to those that it replaces: its up leads to the same state, its down leaves
 * nothing, and on top of it every later migration leads to the same states, up and down.
 */
export function proveSquash(place: SquashPlace, proof: SquashProof): Promise<readonly SquashDifference[]> {
  const compare = comparer(place.server.server.major);
  return withRun(place, 'new', async (run, step) => {
    const differences: SquashDifference[] = [];
    for (const { at, migration, direction, expected, varies } of positionsOf(proof)) {
      try {
        await step(migration, direction);
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        return [...differences, { at, traces: [], contents: [], error: error.message }];
      }
      differences.push(...compare({ at, expected, actual: await readState(run), varies }));
    }
    return differences;
  });
}

interface ProvenPosition extends Pick<Comparison, 'at' | 'expected' | 'varies'> {
  readonly migration: Migration;
  readonly direction: Direction;
}

/** The steps of the proof, each with the state that it has to lead to. */
function positionsOf({ squash, later, history, varying }: SquashProof): readonly ProvenPosition[] {
  const own = { migration: squash, varies: [] } as const;
  const { empty, whole, ups, downs } = history;
  return [
    { ...own, at: { after: 'up' }, direction: 'up', expected: whole },
    { ...own, at: { after: 'down' }, direction: 'down', expected: empty },
    { ...own, at: { after: 'up again' }, direction: 'up', expected: whole },
    ...laterPositions(later, { states: ups, varying: varying.ups, direction: 'up' }),
    ...laterPositions(later.toReversed(), { states: downs, varying: varying.downs, direction: 'down' }),
  ];
}

interface LaterStates {
  readonly states: readonly SquashedState[];
  readonly varying: readonly (readonly ContentsDifference[])[];
  readonly direction: Direction;
}

function laterPositions(
  later: readonly Migration[],
  { states, varying, direction }: LaterStates,
): readonly ProvenPosition[] {
  return states.flatMap((expected, index) => {
    const migration = later[index];
    if (!migration) return [];
    const at = { after: `later ${direction}`, migration: migration.name } as const;
    return [{ at, migration, direction, expected, varies: varying[index] ?? [] }];
  });
}

interface Comparison {
  readonly at: SquashPosition;
  readonly expected: SquashedState;
  readonly actual: SquashedState;
  readonly varies: readonly ContentsDifference[];
}

/** A difference that an earlier position has, too, is reported once. */
function comparer(major: number): (comparison: Comparison) => readonly SquashDifference[] {
  const known = new Set<string>();
  const isNew = (kind: string, name: string) => {
    const key = keyOf({ kind, name } as Parameters<typeof keyOf>[0]);
    const isFirst = !known.has(key);
    known.add(key);
    return isFirst;
  };
  return ({ at, expected, actual, varies }) => {
    const { contents } = compareStates(expected, actual);
    const scope = { before: expected.catalog, after: actual.catalog, major };
    const traces = catalogTraces(diff(scope.before, scope.after), scope).filter(({ kind, name }) =>
      isNew(kind, name),
    );
    const other = withoutVarying(contents, varies).filter(({ kind, name }) =>
      isNew(`contents of ${kind}`, name),
    );
    return traces.length + other.length > 0 ? [{ at, traces, contents: other }] : [];
  };
}
