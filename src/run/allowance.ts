import type { CatalogObject } from '../catalog/model/object.js';
import type { ObjectPattern } from '../catalog/model/object-pattern.js';

/** Traces that a rollback may leave: none, any, or those of the objects that are named. */
export type AcceptedTraces = 'refused' | 'accepted' | readonly ObjectPattern[];

/** What a rollback that is not exact is forgiven. */
export interface Allowance {
  readonly traces: AcceptedTraces;
  /** What others added to objects that the down drops, and that cannot outlive them. */
  readonly added: 'goes along' | 'refused';
}

export function allowanceOf({ traces = 'refused', added = 'goes along' }: Partial<Allowance>): Allowance {
  return { traces, added };
}

/** An object is accepted with what it belongs to. */
export function isAccepted(
  { kind, name, parent, cascadesFrom }: CatalogObject,
  traces: AcceptedTraces,
): boolean {
  if (typeof traces === 'string') return traces === 'accepted';
  const keys = [{ kind, name }, parent ?? [], cascadesFrom ?? []].flat();
  return traces.some((pattern) => keys.some((key) => pattern.matches(key)));
}
