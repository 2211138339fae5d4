import type { Scope } from '../read/catalog-reading.js';
import type { ObjectChanges } from '../read/assemble.js';
import type { ReaderPart } from '../read/catalog-state.js';
import { replace } from './root-part.js';

/** A part after a refresh, with the objects that were removed or replaced. */
export interface MergedPart extends ObjectChanges {
  readonly part: ReaderPart;
}

export interface Merge {
  readonly part: ReaderPart;
  readonly scope: Scope;
  readonly read: ReaderPart;
}

/**
 * Returns a part in which the roots of the scope are replaced by what was read; the given part is not
 * changed.
 */
export function mergePart({ part, scope, read }: Merge): MergedPart {
  const roots = scope === 'all' ? [...new Set([...part.keys(), ...read.keys()])] : scope;
  const merged = new Map(part);
  return { part: merged, ...replace(merged, roots, read) };
}
