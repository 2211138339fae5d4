import { keyOf, type ObjectKey } from '../model/object.js';
import { substituteNames } from '../model/substitute-names.js';
import type { Difference } from '../model/diff.js';
import type { Snapshot } from '../model/object.js';
import type { Rename } from '../kind/rename.js';
import { renameOf } from './rename-statement.js';

/** An object and its new name, both as after the renames before it. */
export interface GivenRename extends ObjectKey {
  readonly to: string;
}

/** @throws Error for an object that does not exist, or that PostgreSQL cannot rename */
export function performRenames(after: Snapshot, given: readonly GivenRename[]): readonly Rename[] {
  let state = after;
  return given.map(({ kind, name, to }) => {
    const from = state.get(keyOf({ kind, name }));
    const rename = from && renameOf({ from, to: { ...from, name: to }, after: state });
    if (!rename) throw new Error(`${kind} ${name} cannot be renamed to ${to}`);
    state = substituteNames(state, rename.changes);
    return rename;
  });
}

/** Renames sequences that belong to the same column under another name, so that they keep their position. */
export function renameOwned(differences: readonly Difference[], after: Snapshot): readonly Rename[] {
  const missing = differences.flatMap(({ change, before }) => (change === 'missing' ? before : []));
  return differences.flatMap(({ change, after: from }) => {
    const owner = change === 'left' ? from.attributes['owned by'] : undefined;
    const to = missing.find(
      ({ kind, attributes }) => kind === from?.kind && attributes['owned by'] === owner,
    );
    const rename = from && to && owner !== undefined ? renameOf({ from, to, after }) : undefined;
    return rename ?? [];
  });
}
