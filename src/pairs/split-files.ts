import type { Snapshot } from '../catalog/model/object.js';
import { typesUsedEarly, withTypes } from './label-states.js';
import { onlineStates, type FileStates } from './online-states.js';
import { planPair, type PairOptions, type PlannedDirection, type PlannedPair } from './plan-pair.js';
import { renamedState } from './renames.js';

/** One migration file: both directions lead exactly from one state to another. */
export interface PairFile extends PlannedPair {
  /** `none`: each statement runs on its own, because PostgreSQL refuses it in a transaction block. */
  readonly transaction: 'one' | 'none';
}

export interface FileOptions extends PairOptions {
  /** `short`: locks that stop writers are avoided, at the price of more files and more time. */
  readonly locks?: 'usual' | 'short';
}

/** Plans the files of a migration, in their order; none where the states are equal. */
export function planFiles(from: Snapshot, to: Snapshot, options: FileOptions): readonly PairFile[] {
  const whole = planPair(from, to, options);
  const start = renamedState(from, options.renames ?? []);
  const states = [...statesBetween({ from: start, to }, whole), to];
  const isOne = states.length === 1 && options.locks !== 'short';
  return isOne ? fileOf(whole, 'usual') : planEach(from, filesBetween(start, states, options), options);
}

function filesBetween(
  start: Snapshot,
  states: readonly Snapshot[],
  { locks, renames = [] }: FileOptions,
): readonly FileStates[] {
  if (locks !== 'short') return states.map((state) => ({ states: [state], write: 'usual' }));
  return [
    ...(renames.length > 0 ? [{ states: [start], write: 'usual' } as const] : []),
    ...states.flatMap((to, at) => onlineStates({ from: states[at - 1] ?? start, to })),
  ];
}

/** Only the first plan renames: the states after it have the new names. */
function planEach(from: Snapshot, files: readonly FileStates[], options: FileOptions): readonly PairFile[] {
  let [state, renames] = [from, options.renames ?? []];
  return files.flatMap(({ states, write }) => {
    const pairs = states.map((to) => {
      const pair = planPair(state, to, { ...options, renames });
      [state, renames] = [to, []];
      return pair;
    });
    return fileOf(joined(pairs), write);
  });
}

function fileOf(pair: PlannedPair, write: FileStates['write']): readonly PairFile[] {
  if (pair.up.statements.length + pair.down.statements.length === 0) return [];
  if (write === 'usual') return [{ ...pair, transaction: 'one' }];
  return [{ up: concurrently(pair.up), down: concurrently(pair.down), transaction: 'none' }];
}

function concurrently(direction: PlannedDirection): PlannedDirection {
  const statements = direction.statements
    .filter((statement) => !statement.startsWith('--'))
    .map((statement) => statement.replace(/^(CREATE (?:UNIQUE )?INDEX|DROP INDEX) /u, '$1 CONCURRENTLY '));
  return { ...direction, statements, hazards: direction.hazards.map((one) => ({ ...one, statement: 0 })) };
}

/** Runs one pair after the other, and back in the reverse order. */
function joined(pairs: readonly PlannedPair[]): PlannedPair {
  return {
    up: pairs.map(({ up }) => up).reduce(followedBy, nothing),
    down: pairs
      .map(({ down }) => down)
      .toReversed()
      .reduce(followedBy, nothing),
  };
}

const nothing: PlannedDirection = { statements: [], limits: [], hazards: [] };

function followedBy(first: PlannedDirection, second: PlannedDirection): PlannedDirection {
  const offset = first.statements.length;
  const moved = second.hazards.map((one) => ({ ...one, statement: one.statement + offset }));
  return {
    statements: [...first.statements, ...second.statements],
    limits: [...first.limits, ...second.limits],
    hazards: [...first.hazards, ...moved],
  };
}

interface Ends {
  readonly from: Snapshot;
  readonly to: Snapshot;
}

/** The states between files: labels are added in a file before those that use them, in both directions. */
function statesBetween({ from, to }: Ends, { up, down }: PlannedPair): readonly Snapshot[] {
  const [added, removed] = [typesUsedEarly(up), typesUsedEarly(down)];
  return [
    ...(added.size > 0 ? [withTypes(from, added, to)] : []),
    ...(removed.size > 0 ? [withTypes(to, removed, from)] : []),
  ];
}
