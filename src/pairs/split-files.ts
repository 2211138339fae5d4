import type { Snapshot } from '../catalog/model/object.js';
import { typesUsedEarly, withTypes } from './label-states.js';
import { planPair, type PairOptions, type PlannedPair } from './plan-pair.js';
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
  const states = statesBetween({ from: renamedState(from, options.renames ?? []), to }, whole);
  if (states.length === 0) return fileOf(whole);
  const [first = to, ...rest] = [...states, to];
  return [
    ...fileOf(planPair(from, first, options)),
    ...rest.flatMap((state, index) =>
      fileOf(planPair(states[index] ?? first, state, { ...options, renames: [] })),
    ),
  ];
}

function fileOf(pair: PlannedPair): readonly PairFile[] {
  const isEmpty = pair.up.statements.length + pair.down.statements.length === 0;
  return isEmpty ? [] : [{ ...pair, transaction: 'one' }];
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
