import type { CatalogObject } from '../catalog/model/object.js';
import type { ObjectPattern } from '../catalog/model/object-pattern.js';

/** Traces that a rollback may leave: none, any, or those of the named objects. */
export type AcceptedTraces = 'refused' | 'accepted' | readonly ObjectPattern[];

/** Deviations from an exact rollback that are accepted. */
export interface Allowance {
  readonly traces: AcceptedTraces;
  /** Objects that others added to what the down drops, and that are dropped with it. */
  readonly added: 'goes along' | 'refused';
}

export function allowanceOf({ traces = 'refused', added = 'goes along' }: Partial<Allowance>): Allowance {
  return { traces, added };
}

/** A pattern accepts an object that it matches, and the objects that belong to it. */
export function isAccepted(
  { kind, name, parent, cascadesFrom }: CatalogObject,
  traces: AcceptedTraces,
): boolean {
  if (typeof traces === 'string') return traces === 'accepted';
  const keys = [{ kind, name }, parent ?? [], cascadesFrom ?? []].flat();
  return traces.some((pattern) => keys.some((key) => pattern.matches(key)));
}
