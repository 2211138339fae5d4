import type {
  CommuteFailure,
  CommuteFinding,
  CommuteObject,
  CommutePosition,
  Side,
} from './commute-report.js';
import { positionAfter, type RunPath } from './paths.js';
import { changedKeys, compareStates, type KeyedObject, type State } from './state.js';

export interface Paths {
  readonly base: State;
  readonly both: readonly RunPath[];
  /** Each side alone, up and down; unless given, both roll back exactly. */
  readonly alone?: Readonly<Record<Side, RunPath>>;
}

/**
 * Finds what depends on the order. What one side alone leaves behind is not a matter of order, and neither is what
 * differs between two runs of the same order, such as the time of a row. An object is reported at the first position.
 */
export function comparePaths(paths: Paths): readonly CommuteFinding[] {
  const ignored = ignoredIn(paths);
  const reported = new Set<string>();
  const isNew = ({ key }: Pick<KeyedObject, 'key'>) => {
    if (reported.has(key)) return false;
    reported.add(key);
    return true;
  };
  const differing = positionsOf(paths).flatMap(({ at, expected, actual }) => {
    const found = compareStates(expected, actual).filter((one) => !isIgnored(one, at, ignored) && isNew(one));
    return found.length === 0 ? [] : [{ at, objects: found.map(({ object }) => object) }];
  });
  return [...failuresIn(paths), ...differing];
}

interface Compared {
  readonly at: CommutePosition;
  readonly expected: State;
  readonly actual: State;
}

/** The positions at which the state is known from another path: first those after the ups. */
function positionsOf(paths: Paths): readonly Compared[] {
  const compared = paths.both.flatMap((path) =>
    path.result.states.flatMap((actual, index) => {
      const at = positionAfter(path, index + 1);
      const expected = expectedAt(at, paths);
      return expected && expected !== actual ? [{ at, expected, actual }] : [];
    }),
  );
  const isUp = ({ at }: Compared) => at.rolledBack.length === 0;
  return [...compared.filter(isUp), ...compared.filter((one) => !isUp(one))];
}

function expectedAt({ applied, rolledBack }: CommutePosition, paths: Paths): State | undefined {
  const left = applied.filter((side) => !rolledBack.includes(side));
  if (left.length === 2) return mainFirst(paths)[0];
  const [side] = left;
  return side === undefined ? paths.base : stateWith(side, paths);
}

/** The state with one side alone. */
function stateWith(side: Side, { both }: Paths): State | undefined {
  return both.find(({ applied }) => applied[0] === side)?.result.states[0];
}

/** The states of all runs in which both sides are applied, the main branch first. */
function mainFirst({ both }: Paths): readonly State[] {
  return both.flatMap(({ applied, result: { states } }) =>
    applied[0] === 'main' && states[1] ? [states[1]] : [],
  );
}

interface Ignored {
  /** Objects that differ between two runs of the same order. */
  readonly varying: ReadonlyMap<string, KeyedObject>;
  /** Objects that each side alone leaves behind or loses. */
  readonly leftBy: Readonly<Record<Side, ReadonlySet<string>>>;
}

function ignoredIn(paths: Paths): Ignored {
  const [first, second] = mainFirst(paths);
  const varying = first && second ? compareStates(first, second) : [];
  const leftBy = (side: Side) => {
    const after = paths.alone?.[side].result.states[1];
    return after ? changedKeys(paths.base, after) : new Set<string>();
  };
  return {
    varying: new Map(varying.map((one) => [one.key, one])),
    leftBy: { main: leftBy('main'), branch: leftBy('branch') },
  };
}

function isIgnored(
  { key, columns }: KeyedObject,
  { rolledBack }: CommutePosition,
  { varying, leftBy }: Ignored,
): boolean {
  if (rolledBack.some((side) => leftBy[side].has(key))) return true;
  const varies = varying.get(key);
  if (!varies) return false;
  if (varies.columns.length === 0) return true;
  return columns.length > 0 && columns.every((column) => varies.columns.includes(column));
}

/** A down that fails alone, too, is not a matter of order. */
function failuresIn(paths: Paths): readonly CommuteFinding[] {
  const { alone, both } = paths;
  const known = new Set(
    alone ? [alone.main, alone.branch].flatMap(({ result }) => keyOfDown(result.failure)) : [],
  );
  const failures = both.flatMap((path) => {
    const { failure: error, states } = path.result;
    const key = `${error?.direction} ${error?.migration}`;
    if (!error || known.has(key)) return [];
    known.add(key);
    return [{ at: positionAfter(path, states.length + 1), error }];
  });
  return failures.map((one, index) => ({ ...one, objects: index === 0 ? changedByBoth(paths) : [] }));
}

function keyOfDown(failure: CommuteFailure | undefined): readonly string[] {
  return failure?.direction === 'down' ? [`down ${failure.migration}`] : [];
}

/** Objects that each side alone changes. */
function changedByBoth(paths: Paths): readonly CommuteObject[] {
  const changesOf = (side: Side) => {
    const after = stateWith(side, paths);
    return after ? compareStates(paths.base, after) : [];
  };
  const others = new Map(changesOf('branch').map((one) => [one.key, one.object]));
  return changesOf('main').flatMap(({ key, object }) => {
    const other = others.get(key);
    if (!other) return [];
    const { kind, name, actual: expected } = object;
    return [{ kind, name, change: 'both', expected, actual: other.actual } as const];
  });
}
