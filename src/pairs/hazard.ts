import type { ObjectKey } from '../catalog/model/object.js';

/** A statement of a pair that loses rows or values, or that fails on some rows. */
export interface Hazard {
  readonly direction: 'up' | 'down';
  /** `data-loss`: rows or values are lost for good; `may-fail`: rows can make the statement fail. */
  readonly kind: 'data-loss' | 'may-fail';
  /** The table, column, type or constraint concerned. */
  readonly object: ObjectKey;
  /** A sentence: what happens to which rows. */
  readonly message: string;
  /** Index in the statements of the direction. */
  readonly statement: number;
}

/** A hazard of one action, wherever its statements are. */
export type FoundHazard = Pick<Hazard, 'kind' | 'object' | 'message'>;
