import type { Snapshot } from '../catalog/model/object.js';
import { planPair, type PairOptions, type PlannedPair } from './plan-pair.js';

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
  const pair = planPair(from, to, options);
  return pair.up.statements.length + pair.down.statements.length === 0
    ? []
    : [{ ...pair, transaction: 'one' }];
}
