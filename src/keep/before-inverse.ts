import type { StoredRelation } from '../catalog/data/stored-data.js';
import type { JudgedValues } from './judge-values.js';

/** What is known before an inverse step runs. */
export interface BeforeInverse {
  readonly relations: readonly StoredRelation[];
  readonly judged: readonly JudgedValues[];
}

/** The relations before an inverse step, and after it. */
export interface AroundInverse {
  readonly before: BeforeInverse;
  readonly relations: readonly StoredRelation[];
}
