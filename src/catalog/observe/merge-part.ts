import type { Scope } from '../read/catalog-reading.js';
import type { ObjectChanges } from '../read/assemble.js';
import type { ReaderPart } from '../read/catalog-state.js';
import { replace } from './root-part.js';

/** A part after a refresh, and what is not in it any more or not the same. */
export interface MergedPart extends ObjectChanges {
  readonly part: ReaderPart;
}

export interface Merge {
  readonly part: ReaderPart;
  readonly scope: Scope;
  readonly read: ReaderPart;
}

/** A part with what was read in the place of what was known; the part itself stays as it is. */
export function mergePart({ part, scope, read }: Merge): MergedPart {
  const roots = scope === 'all' ? [...new Set([...part.keys(), ...read.keys()])] : scope;
  const merged = new Map(part);
  return { part: merged, ...replace(merged, roots, read) };
}
